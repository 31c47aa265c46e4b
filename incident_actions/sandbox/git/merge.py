"""Merge the trees of two commits: by file, and by line where both sides changed a file."""

import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from incident_actions.sandbox.git.store import GitStore, TreeEntry


@lru_cache(maxsize=256)
def merge_trees(store: GitStore, ours: str, theirs: str, base: str | None = None) -> str | None:
    """Return the tree with both commits' changes since their merge base (or a given base); None on conflict."""
    start = base or store.merge_base(ours, theirs)
    before = store.files(start) if start else {}
    mine, yours = store.files(ours), store.files(theirs)
    changes: dict[str, TreeEntry | None] = {}
    for path in sorted(before.keys() | yours.keys()):
        old, one, other = before.get(path), mine.get(path), yours.get(path)
        if other in (one, old):
            continue
        if one == old:
            changes[path] = other
        elif (both := _by_line(store, old, one, other)) is not None:
            changes[path] = both
        else:
            return None
    # What goes away goes first: a file may come where a folder was.
    removed = {path: entry for path, entry in changes.items() if entry is None}
    kept = store.write_tree(removed, store.tree_sha(ours))
    return store.write_tree({path: entry for path, entry in changes.items() if entry}, kept)


def _by_line(
    store: GitStore, old: TreeEntry | None, one: TreeEntry | None, other: TreeEntry | None
) -> TreeEntry | None:
    if one is None or other is None:
        return None
    with TemporaryDirectory() as folder:
        names = ("ours", "base", "theirs")
        for name, entry in zip(names, (one, old, other), strict=True):
            (Path(folder) / name).write_bytes(store.blob(entry.sha) if entry else b"")
        command = ["git", "merge-file", "-p", "-q", *names]
        process = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return TreeEntry(one.mode, store.write_blob(process.stdout)) if process.returncode == 0 else None
