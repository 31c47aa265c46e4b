"""The project's files that GitHub and pip read, as the tests look at them."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def content(path: Path | str) -> dict[str, Any]:
    """What a YAML file says; a relative path starts at the project's root."""
    return dict(YAML(typ="safe").load(ROOT / path))


def only_job(workflow: str) -> dict[str, Any]:
    """The one job of a workflow."""
    [job] = content(f".github/workflows/{workflow}.yml")["jobs"].values()
    return dict(job)
