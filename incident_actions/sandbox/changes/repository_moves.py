"""Rename a repository, or give it to another account; its earlier name keeps leading to it."""

from incident_actions.sandbox.changes.acting_account import ActingAccount, organization_in_payload
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.shapes import people
from incident_actions.sandbox.state.grant import Grant
from incident_actions.sandbox.state.records import Repository


def rename(acting: ActingAccount, name: str) -> None:
    """Give a repository another name."""
    before = acting.repository.name
    _move(acting.host, acting.repository, acting.repository.owner, name)
    acting.announce("repository", {"action": "renamed", "changes": {"repository": {"name": {"from": before}}}})


def transfer(acting: ActingAccount, owner: str, name: str) -> None:
    """Give a repository to another account, whose owners administer it."""
    host, place = acting.host, acting.repository
    account = people.user(host, place.owner) or {}
    if account.get("type") == "Organization":
        giver = {"organization": organization_in_payload(host, account)}
    else:
        giver = {"user": account}
        place.roles.setdefault(place.owner, "admin")
    _move(host, place, owner, name)
    is_person = host.world.accounts[owner].type == "User"
    place.roles |= dict.fromkeys([owner] if is_person else host.world.owners.get(owner, ()), "admin")
    acting.announce("repository", {"action": "transferred", "changes": {"owner": {"from": giver}}})


def _move(host: Host, place: Repository, owner: str, name: str) -> None:
    world, before = host.world, place.full_name
    folder = host.forget_git(place)
    del world.repositories[before.lower()]
    place.owner, place.name = owner, name
    target = host.directory / "git" / owner / f"{name}.git"
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(target)
    world.repositories[place.full_name.lower()] = place
    world.moved[before.lower()] = place.id
    world.moved.pop(place.full_name.lower(), None)
    _refer_to(host, before.lower(), place.full_name)


def _refer_to(host: Host, before: str, after: str) -> None:
    """Let everything that refers to a repository by its name refer to the new one."""
    for place in host.world.repositories.values():
        place.parent = after if place.parent.lower() == before else place.parent
        for issue in place.issues.values():
            if issue.pull and issue.pull.fork.lower() == before:
                issue.pull.fork = after
        for run in place.runs:
            run.fork = after if run.fork.lower() == before else run.fork
    for token, grant in host.world.grants.items():
        if grant.repositories and before in grant.repositories:
            named = grant.repositories - {before} | {after.lower()}
            host.world.grants[token] = Grant(grant.permissions, named)
