"""Accounts in GitHub's JSON."""

from urllib.parse import quote

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository, StoredAccount
from incident_actions.sandbox.state.role import RepositoryRole


def user(host: Host, login: str | None) -> Json | None:
    """Return the short form of an account; None for a deleted one."""
    if login is None or login not in host.world.accounts:
        return None
    if login not in host.profiles:
        host.profiles[login] = _public_profile(host, host.world.accounts[login])
    return host.profiles[login]


def users(host: Host, logins: list[str]) -> list[Json]:
    """Return the short forms of those accounts that still exist."""
    return [face for login in logins if (face := user(host, login))]


def profile(host: Host, account: StoredAccount, *, private: bool) -> Json:
    """Return the long form of an account, with its private keys if the account itself asks."""
    counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    unknown = dict.fromkeys(("name", "company", "location", "email", "hireable", "bio", "twitter_username"))
    made = {"created_at": stamp(account.created_at), "updated_at": stamp(account.created_at)}
    return _public_profile(host, account) | counts | unknown | made | {"blog": ""} | (_own() if private else {})


def collaborator(host: Host, repository: Repository, login: str) -> Json:
    """Return an account with its permissions in a repository."""
    face = user(host, login) or {}
    return face | {"permissions": repository.role(login).flags, "role_name": repository.role_name(login)}


def team(host: Host, name: str) -> Json:
    """Return a team as it appears in lists."""
    return _team(host, name) | {"parent": None}


def whole_team(host: Host, name: str) -> Json:
    """Return a single team."""
    owner = host.account(name.partition("/")[0], "Organization")
    made = {"created_at": stamp(owner.created_at), "updated_at": stamp(owner.created_at)}
    counts = {"members_count": 0, "repos_count": 0}
    return _team(host, name) | made | counts | {"parent": None, "organization": organization(host, owner)}


def _team(host: Host, name: str) -> Json:
    organization, _, slug = name.partition("/")
    number, owner = host.world.teams[name], host.account(organization, "Organization")
    url = f"{host.api_url}/organizations/{owner.id}/team/{number}"
    return {
        "id": number,
        "node_id": node_id("T", number),
        "name": slug,
        "slug": slug,
        "description": None,
        "privacy": "closed",
        "notification_setting": "notifications_enabled",
        "permission": "pull",
        "url": url,
        "html_url": f"{host.url}/orgs/{organization}/teams/{slug}",
        "members_url": f"{url}/members{{/member}}",
        "repositories_url": f"{url}/repos",
        "type": "organization",
        "organization_id": owner.id,
    }


def short_organization(host: Host, account: StoredAccount) -> Json:
    """Return an organization as it appears in lists."""
    api = f"{host.api_url}/orgs/{account.login}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("O", account.id),
        "url": api,
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events",
        "hooks_url": f"{api}/hooks",
        "issues_url": f"{api}/issues",
        "members_url": f"{api}/members{{/member}}",
        "public_members_url": f"{api}/public_members{{/member}}",
        "avatar_url": f"{host.url}/avatars/u/{account.id}?v=4",
        "description": None,
    }


def organization(host: Host, account: StoredAccount) -> Json:
    """Return a single organization."""
    counts = ("public_repos", "public_gists", "followers", "following")
    return (
        short_organization(host, account)
        | {
            "has_organization_projects": True,
            "has_repository_projects": True,
            "html_url": f"{host.url}/{account.login}",
            "created_at": stamp(account.created_at),
            "updated_at": stamp(account.created_at),
            "archived_at": None,
            "type": "Organization",
        }
        | dict.fromkeys(counts, 0)
    )


def association(repository: Repository, login: str) -> str:
    """Return GitHub's `author_association`, which is no reliable sign of what somebody may do."""
    if login == repository.owner:
        return "OWNER"
    return "COLLABORATOR" if repository.roles.get(login, "none") != "none" else "NONE"


def permission(host: Host, repository: Repository, login: str) -> Json:
    """Return what an account may do, in GitHub's old words and the new ones."""
    role = repository.role(login)
    return {
        "permission": role.permission,
        "role_name": repository.role_name(login) if role > RepositoryRole.NONE else "none",
        "user": collaborator(host, repository, login),
    }


def _own() -> Json:
    counts = ("private_gists", "total_private_repos", "owned_private_repos", "disk_usage", "collaborators")
    return dict.fromkeys(counts, 0) | {"two_factor_authentication": True}


def _public_profile(host: Host, account: StoredAccount) -> Json:
    api = f"{host.api_url}/users/{quote(account.login)}"
    slug = account.login.removesuffix("[bot]")
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id(account.type[0], account.id),
        "avatar_url": f"{host.url}/avatars/u/{account.id}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{host.url}/apps/{slug}" if account.type == "Bot" else f"{host.url}/{account.login}",
        "followers_url": f"{api}/followers",
        "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}",
        "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions",
        "organizations_url": f"{api}/orgs",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "received_events_url": f"{api}/received_events",
        "type": account.type,
        "user_view_type": "public",
        "site_admin": False,
    }
