"""Merging two commits' trees."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.sandbox.git.merge import merge_trees
from incident_actions.sandbox.git.store import FILE, GitStore, Signature, TreeEntry

Files = dict[str, str]
ADA = Signature("ada", "ada@example.com", datetime(2026, 8, 22, tzinfo=UTC))
TEXT = "1\n2\n3\n4\n5\n"


def commit(store: GitStore, files: Files, *parents: str) -> str:
    entries = {path: TreeEntry(FILE, store.write_blob(text.encode())) for path, text in files.items()}
    return store.write_commit(store.write_tree(entries), parents, "m", ADA)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ({"a": TEXT}, {"a": TEXT}, {"a": TEXT}),
        ({"a": "0\n" + TEXT}, {"a": TEXT + "6\n"}, {"a": "0\n" + TEXT + "6\n"}),
        ({"a": TEXT, "b": "b"}, {"a": TEXT, "c/d": "d"}, {"a": TEXT, "b": "b", "c/d": "d"}),
        ({"a": TEXT, "b": "b"}, {}, {"b": "b"}),
        ({"b": "b"}, {"b": "b"}, {"b": "b"}),
        ({"a": TEXT, "b": "b"}, {"a/c": "c"}, {"a/c": "c", "b": "b"}),
        ({"a": "0\n" + TEXT}, {"a": "x\n" + TEXT}, None),
        ({"a": "changed"}, {}, None),
        ({}, {"a": "changed"}, None),
        ({"a": TEXT, "b": "one"}, {"a": TEXT, "b": "other"}, None),
    ],
)
def test_both_sides_changes_are_kept_or_they_conflict(
    tmp_path: Path, ours: Files, theirs: Files, merged: Files | None
) -> None:
    store = GitStore.open(tmp_path, "main")
    base = commit(store, {"a": TEXT})

    tree = merge_trees(store, commit(store, ours, base), commit(store, theirs, base))

    files = tree and {path: store.blob(entry.sha).decode() for path, entry in store.files(tree).items()}
    assert files == merged


def test_a_file_may_come_where_a_folder_was(tmp_path: Path) -> None:
    store = GitStore.open(tmp_path, "main")
    base = commit(store, {"a/b": "b"})

    tree = merge_trees(store, base, commit(store, {"a": "a"}, base))

    assert tree
    assert list(store.files(tree)) == ["a"]
