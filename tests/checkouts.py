"""Checkouts that tests make, without the settings of whoever runs them."""

import os
import subprocess
from pathlib import Path

QUIET = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
WHO = ("-c", "user.name=ada", "-c", "user.email=ada@example.org")


def run_git(folder: Path, *arguments: str) -> str:
    """Run git as ada and return what it prints."""
    command = ["git", *WHO, *arguments]
    return subprocess.run(command, cwd=folder, env=QUIET, capture_output=True, text=True, check=True).stdout.strip()


def make_checkout(folder: Path, remote: str) -> str:
    """Make a checkout with one commit and a remote, and return the commit."""
    folder.mkdir()
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    run_git(folder, "remote", "add", "origin", remote)
    return run_git(folder, "rev-parse", "HEAD")
