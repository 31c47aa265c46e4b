"""Another action that runs in Node, from a checkout of its repository."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from incident_actions.sandbox import Job
from incident_actions.sandbox.expressions import interpolate
from tests.laboratory.bench.process import Spent, own_environment, run_process


@dataclass(frozen=True, slots=True)
class NodeAction:
    """The path of Node, a checkout, and the inputs that a workflow gives beside the defaults."""

    node: Path
    checkout: Path
    inputs: Mapping[str, str] = field(default_factory=dict)

    def run(self, job: Job) -> Spent:
        """Run the action on the event of a job, as the runner would."""
        action = _read_action(self.checkout)
        environment = {**own_environment(), **job.environment, **_inputs(action, self.inputs, job)}
        return run_process([str(self.node), str(self.checkout / action["runs"]["main"])], environment, job.workspace)


def node_version(node: Path) -> str:
    """Return the version and the path of a Node."""
    named = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return f"{named.stdout.strip()} ({node})"


def version(checkout: Path) -> str:
    """Return the version that a checkout's package names, and the digest of what runs."""
    named = json.loads((checkout / "package.json").read_text(encoding="utf-8")).get("version", "without a version")
    main = checkout / _read_action(checkout)["runs"]["main"]
    return f"{named}, sha256 of {main.name} {hashlib.sha256(main.read_bytes()).hexdigest()[:12]}"


def _read_action(checkout: Path) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(checkout / "action.yml")
    if not (checkout / read["runs"]["main"]).exists():
        raise click.ClickException(f"{checkout} isn't built: run npm ci && npm run build there")
    return read


def _inputs(action: Mapping[str, Any], given: Mapping[str, str], job: Job) -> dict[str, str]:
    """Return the inputs as environment variables, the way the runner names them.

    https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
    """
    known = job.environment
    contexts = {
        "github": {"token": known["GITHUB_TOKEN"], "repository": known["GITHUB_REPOSITORY"]},
        "job": {"status": "success"},
    }
    defaults = {name: _text(each.get("default")) for name, each in action["inputs"].items()}
    return {
        f"INPUT_{name.replace(' ', '_').upper()}": interpolate(value, contexts)
        for name, value in {**defaults, **given}.items()
    }


def _text(value: object) -> str:
    return "" if value is None else str(value) if not isinstance(value, bool) else str(value).lower()
