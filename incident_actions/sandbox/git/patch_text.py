"""The differences between commits as the text that git prints."""

import subprocess

from incident_actions.sandbox.git.store import GitStore

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The tree without any file, which every git knows."""


def diff_text(store: GitStore, before: str, after: str) -> bytes:
    """Return the difference between two commits or trees."""
    return _git(store, "diff", "--no-color", "--no-ext-diff", before, after)


def patch_text(store: GitStore, before: str, after: str) -> bytes:
    """Return the commits from one to another as mails, the oldest first: https://git-scm.com/docs/git-format-patch."""
    since = ["--root", after] if before == EMPTY_TREE else [f"{before}..{after}"]
    return _git(store, "format-patch", "--stdout", "--no-signature", *since)


def _git(store: GitStore, *arguments: str) -> bytes:
    command = ["git", f"--git-dir={store.folder}", *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout
