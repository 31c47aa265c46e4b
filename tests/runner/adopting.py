"""A repository whose workflows are short callers of the tool's own, as one that adopts it by reference has them."""

from __future__ import annotations

import json
from typing import Any

from tests.stories.conftest import CONFIGURATION, ROOT
from tests.workflows.files import content

FORM = ".github/ISSUE_TEMPLATE/incident.yml"
NAMES = ("clock", "postmortem", "respond", "sweep")
PINNED = f"{'0' * 39}1"
"""Which commit is called makes no difference here: the running tool is what answers."""


def files() -> dict[str, str]:
    """What such a repository holds of the tool."""
    form = (ROOT / FORM).read_text(encoding="utf-8")
    return {**callers(), FORM: form, ".github/incidents.yml": CONFIGURATION}


def callers() -> dict[str, str]:
    """A workflow for each of the tool's, with its triggers, which hands permissions and secrets on."""
    return {f".github/workflows/{name}.yml": _caller(name) for name in NAMES}


def _caller(name: str) -> str:
    called = content(f".github/workflows/{name}.yml")
    [(job, written)] = called["jobs"].items()
    triggers = dict(called["on"])
    handed = (triggers.pop("workflow_call") or {}).get("secrets", {})
    calling: dict[str, Any] = {
        "permissions": written["permissions"],
        "uses": f"incident-actions/incident-actions/.github/workflows/{name}.yml@{PINNED}",
        "secrets": {secret: f"${{{{ secrets.{secret} }}}}" for secret in handed},
    }
    return json.dumps({"name": name, "on": triggers, "permissions": {}, "jobs": {job: calling}}, indent=1)
