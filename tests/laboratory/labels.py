"""`make labels`: create the labels of `.github/labels.yml` in this repository on GitHub, or update them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".github/labels.yml"


def commands() -> tuple[Sequence[str], ...]:
    """Return what the GitHub CLI is asked to do, label by label: https://cli.github.com/manual/gh_label_create."""
    return tuple(
        (
            "gh",
            "label",
            "create",
            each["name"],
            "--color",
            each["color"],
            "--description",
            each["description"],
            "--force",
        )
        for each in YAML(typ="safe").load(FILE)
    )


def main() -> int:
    """Run them until one fails; return the exit code."""
    for command in commands():
        try:
            subprocess.run(command, cwd=ROOT, check=True)
        except FileNotFoundError:
            print("Install the GitHub CLI first: https://cli.github.com", file=sys.stderr)
            return 1
        except subprocess.CalledProcessError as failed:
            return failed.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
