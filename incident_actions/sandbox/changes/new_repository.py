"""Create a repository with its collaborators, its first commit and GitHub's default labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from incident_actions.sandbox.git.store import FILE, Signature, TreeEntry
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.shapes import git
from incident_actions.sandbox.state.records import Repository, StoredLabel

_LABELS = (
    ("bug", "d73a4a", "Something isn't working"),
    ("documentation", "0075ca", "Improvements or additions to documentation"),
    ("duplicate", "cfd3d7", "This issue or pull request already exists"),
    ("enhancement", "a2eeef", "New feature or request"),
    ("good first issue", "7057ff", "Good for newcomers"),
    ("help wanted", "008672", "Extra attention is needed"),
    ("invalid", "e4e669", "This doesn't seem right"),
    ("question", "d876e3", "Further information is requested"),
    ("wontfix", "ffffff", "This will not be worked on"),
)


@dataclass(frozen=True, slots=True)
class NewRepository:
    """The content of a new repository: files by path, collaborators by login with the name of their role.

    Without `files`, it is empty: it has no commit and no branch. `custom_roles` maps the name of a custom role to the
    GitHub role that it extends.
    """

    full_name: str
    files: Mapping[str, str] | None = None
    collaborators: Mapping[str, str] = field(default_factory=dict)
    custom_roles: Mapping[str, str] = field(default_factory=dict)
    private: bool = False


def create_repository(host: Host, plan: NewRepository) -> Repository:
    """Create a repository; raises ValueError if the name is taken."""
    if plan.full_name.lower() in host.world.repositories:
        raise ValueError(f"{plan.full_name} is there already")
    owner, _, name = plan.full_name.partition("/")
    host.account(owner, "Organization")
    now = host.clock.now()
    place = Repository(host.world.next_id(), owner, name, plan.private, now, now)
    host.world.repositories[plan.full_name.lower()] = place
    host.world.moved.pop(plan.full_name.lower(), None)
    for login, role in plan.collaborators.items():
        host.token(login)
        place.roles[host.world.login(login)] = role
    place.custom_roles.update(plan.custom_roles)
    label_by_default(host, place)
    if plan.files is not None:
        _commit(host, place, plan.files)
    return place


def label_by_default(host: Host, place: Repository) -> None:
    """Add the labels that GitHub gives every new repository."""
    for label in (StoredLabel(host.world.next_id(), *each, default=True) for each in _LABELS):
        place.labels[label.id] = label


def _commit(host: Host, place: Repository, files: Mapping[str, str]) -> None:
    store = host.git(place)
    author = next((login for login in place.roles if place.role_name(login) == "admin"), place.owner)
    tree = store.write_tree({path: TreeEntry(FILE, store.write_blob(text.encode())) for path, text in files.items()})
    signature = Signature(author, git.email(host, author), host.clock.now())
    store.set_ref(f"refs/heads/{place.default_branch}", store.write_commit(tree, [], "Initial commit", signature))
