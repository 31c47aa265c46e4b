"""The differences between two trees, file by file."""

from dataclasses import dataclass
from difflib import unified_diff

from incident_actions.sandbox.git.store import GitStore, TreeEntry


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs: GitHub's word for how, the newer blob if there is one, and the lines."""

    path: str
    status: str
    sha: str
    additions: int
    deletions: int
    patch: str | None
    previous_path: str | None = None


def compare_trees(store: GitStore, before: str | None, after: str) -> list[FileChange]:
    """Return the files that differ between two commits or trees, by path; an unchanged move is `renamed`."""
    old = store.files(before) if before else {}
    new = store.files(after)
    moved = _moved(old, new)
    gone = {path for path in old if path not in new} - set(moved.values())
    changed = [path for path in new if old.get(path) != new[path]]
    return sorted(
        [_change(store, path, old.get(moved.get(path, path)), new.get(path), moved.get(path)) for path in changed]
        + [_change(store, path, old[path], None, None) for path in gone],
        key=lambda change: change.path,
    )


def _moved(old: dict[str, TreeEntry], new: dict[str, TreeEntry]) -> dict[str, str]:
    gone = {entry.sha: path for path, entry in old.items() if path not in new}
    return {path: gone[entry.sha] for path, entry in new.items() if path not in old and entry.sha in gone}


def _change(
    store: GitStore, path: str, old: TreeEntry | None, new: TreeEntry | None, previous: str | None
) -> FileChange:
    status = "renamed" if previous else "modified" if old and new else "added" if new else "removed"
    sha = (new or old or TreeEntry(0, "")).sha
    lines = _lines(store, old), _lines(store, new)
    if lines[0] is None or lines[1] is None:
        return FileChange(path, status, sha, 0, 0, None, previous)
    diff = list(unified_diff(lines[0], lines[1], lineterm=""))[2:]
    added = sum(line.startswith("+") for line in diff)
    removed = sum(line.startswith("-") for line in diff)
    return FileChange(path, status, sha, added, removed, "\n".join(diff) or None, previous)


def _lines(store: GitStore, entry: TreeEntry | None) -> list[str] | None:
    content = store.blob(entry.sha) if entry else b""
    return None if b"\0" in content else content.decode(errors="replace").splitlines()
