"""Fork a repository, and open and follow pull requests from its forks."""

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.changes.new_repository import label_by_default
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.state.records import Repository

_WORKFLOWS = ".github/workflows"


def create_fork(acting: ActingAccount) -> Repository:
    """Fork a repository into the account's own, or return the fork that is there.

    It has every branch and tag, and workflows that start only once somebody enables them:
    https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows
    """
    host, parent = acting.host, acting.repository
    existing = fork_of(host, parent, acting.login)
    if existing:
        return existing
    fork = Repository(host.world.next_id(), acting.login, _free_name(acting), parent.private, acting.now, acting.now)
    fork.default_branch, fork.parent, fork.roles = parent.default_branch, parent.full_name, {acting.login: "admin"}
    fork.settings.issues = False
    host.world.repositories[fork.full_name.lower()] = fork
    label_by_default(host, fork)
    _copy_refs(host, parent, fork)
    fork.settings.disabled = dict.fromkeys(_workflows(host, fork), "disabled_fork")
    return fork


def fork_of(host: Host, parent: Repository, owner: str) -> Repository | None:
    """Return the fork of a repository that an account owns; None if there is none."""
    wanted = parent.full_name.lower(), owner.lower()
    forks = (each for each in host.world.repositories.values() if each.parent)
    return next((each for each in forks if (each.parent.lower(), each.owner.lower()) == wanted), None)


def network_of(host: Host, repository: Repository) -> list[Repository]:
    """Return a repository and, if it is a fork, the one that its pull requests go to."""
    parent = host.world.repositories.get(repository.parent.lower()) if repository.parent else None
    return [repository, *([parent] if parent else [])]


def _free_name(acting: ActingAccount) -> str:
    """Return the name of a fork, with a number after it if the account has such a repository already."""
    name, number = acting.repository.name, 0
    while f"{acting.login}/{name}".lower() in acting.host.world.repositories:
        number += 1
        name = f"{acting.repository.name}-{number}"
    return name


def _copy_refs(host: Host, parent: Repository, fork: Repository) -> None:
    source, target = host.git(parent), host.git(fork)
    refs = {name: sha for name, sha in source.refs().items() if name.startswith(("refs/heads/", "refs/tags/"))}
    target.copy_objects(source, refs.values())
    for name, sha in refs.items():
        target.set_ref(name, sha)


def _workflows(host: Host, repository: Repository) -> list[str]:
    store = host.git(repository)
    folder = store.at(store.branch(repository.default_branch) or "", _WORKFLOWS)
    return [f"{_WORKFLOWS}/{name}" for name, _ in store.entries(folder.sha, recursive=False)] if folder else []
