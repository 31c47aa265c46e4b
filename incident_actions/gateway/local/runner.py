"""The workflow's runner: its environment as a value, and the run's summary, outputs and log."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

COMMAND_START = lazy_pattern(r"(?:^|\r)[^\S\r\n]*:(?=:)|##(?=\[)", re.MULTILINE)
"""What the runner takes for a command: it starts a line after a line feed or a carriage return.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and their older spelling.
"""


HOW_TO_SET = {
    "GITHUB_EVENT_NAME": "GITHUB_EVENT_NAME is not set. On your own machine: `export GITHUB_EVENT_NAME=schedule`."
    " In a workflow, GitHub Actions sets it.",
    "GITHUB_REPOSITORY": "GITHUB_REPOSITORY is not set. On your own machine: `export GITHUB_REPOSITORY=OWNER/NAME`."
    " In a workflow, GitHub Actions sets it.",
    "GITHUB_TOKEN": "GITHUB_TOKEN is not set. On your own machine: `export GITHUB_TOKEN=$(gh auth token)`."
    " A workflow sets it from `${{ github.token }}`.",
}
"""What to do if a variable is not set."""


class UserError(Exception):
    """Something that the person who runs the tool has to fix; the text names it and its place."""


@dataclass(frozen=True)
class RunEnvironment:
    """The variables of an Actions run that the tool uses.

    https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    """

    event: str
    payload: Mapping[str, Any]
    repository: str
    token: str = field(repr=False)
    api_url: str
    server: str
    workspace: Path
    ref_name: str
    run_url: str
    summary: Path | None
    outputs: Path | None
    on_runner: bool = False
    signing_key: bytes = field(default=b"", repr=False)
    notify_urls: str = field(default="", repr=False)
    app_slug: str = ""
    app_id: str = ""
    app_key: str = field(default="", repr=False)
    services_token: str = field(default="", repr=False)
    workflow: str = ""
    """The path of the workflow file that started the run."""

    @property
    def run_id(self) -> int:
        """The id of the run, which is higher than those of earlier events; 0 if it is not known."""
        number = self.run_url.rpartition("/")[2]
        return int(number) if number.isdecimal() else 0

    @property
    def default_branch(self) -> str:
        """The default branch from the payload, or the branch of a scheduled run; empty if neither is known.

        Scheduled runs came without `repository` until September 2022, and still do on other servers:
        https://github.blog/changelog/2022-09-27-github-actions-additional-information-available-in-github-event-payload-for-scheduled-workflow-runs/
        """
        repository = self.payload.get("repository")
        branch = repository.get("default_branch") if isinstance(repository, dict) else ""
        return str(branch or (self.ref_name if self.event == "schedule" else ""))


def read_environment(environment: Mapping[str, str]) -> RunEnvironment:
    """Read the variables of an Actions run; raises UserError."""
    if missing := [cure for name, cure in HOW_TO_SET.items() if not environment.get(name)]:
        raise UserError("\n".join(missing))
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    repository = environment["GITHUB_REPOSITORY"]
    run = environment.get("GITHUB_RUN_ID", "")
    return RunEnvironment(
        event=environment["GITHUB_EVENT_NAME"],
        payload=_payload(environment.get("GITHUB_EVENT_PATH", "")),
        repository=repository,
        token=clean_token(environment["GITHUB_TOKEN"]),
        api_url=environment.get("GITHUB_API_URL", "https://api.github.com"),
        server=server,
        workspace=Path(environment.get("GITHUB_WORKSPACE") or "."),
        ref_name=environment.get("GITHUB_REF_NAME", ""),
        run_url=f"{server}/{repository}/actions/runs/{run}" if run else "",
        summary=_path(environment, "GITHUB_STEP_SUMMARY"),
        outputs=_path(environment, "GITHUB_OUTPUT"),
        on_runner=environment.get("GITHUB_ACTIONS") == "true",
        signing_key=environment.get("INCIDENT_SIGNING_KEY", "").encode(),
        notify_urls=environment.get("INCIDENT_NOTIFY_URLS", ""),
        app_slug=_slug(environment.get("INCIDENT_APP_SLUG", "")),
        services_token=_optional_token(environment, "INCIDENT_SERVICES_TOKEN"),
        workflow=environment.get("GITHUB_WORKFLOW_REF", "").partition("@")[0].removeprefix(f"{repository}/"),
        **_app(environment),
    )


def _app(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the App's client ID and private key, or neither; raises UserError if only one is set."""
    names = {"app_id": "INCIDENT_APP_CLIENT_ID", "app_key": "INCIDENT_APP_PRIVATE_KEY"}
    given = {key: environment.get(name, "").strip() for key, name in names.items()}
    if any(given.values()) and not all(given.values()):
        missing = next(names[key] for key, value in given.items() if not value)
        raise UserError(f"An App needs both {' and '.join(names.values())}, but {missing} is not set.")
    return given


def _slug(given: str) -> str:
    """Return the slug of the App whose token this is; empty for the workflow's own token. Raises UserError."""
    slug = given.strip()
    if slug and not re.fullmatch("[a-z0-9][a-z0-9-]*", slug):
        raise UserError(
            "INCIDENT_APP_SLUG must be the App's name as in its address, such as acme-incidents."
            " Use the output `app-slug` of actions/create-github-app-token."
        )
    return slug


def _optional_token(environment: Mapping[str, str], name: str) -> str:
    return clean_token(environment[name], name) if environment.get(name, "").strip() else ""


def clean_token(given: str, name: str = "GITHUB_TOKEN") -> str:
    """Return a token without the line break that people paste with it. Raises UserError that never shows it."""
    stripped = given.strip()
    if not re.fullmatch("[!-~]+", stripped):
        raise UserError(f"{name} contains characters that a token cannot have.")
    return stripped


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _payload(path: str) -> Mapping[str, Any]:
    if not path:
        return {}
    try:
        payload = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise UserError(f"The event file {path} cannot be read as JSON: {wrong}") from wrong
    if not isinstance(payload, dict):
        raise UserError(f"The event file {path} does not contain a JSON object.")
    return payload


def escape_commands(text: str) -> str:
    """Return a text that the runner takes no command from, and that can be encoded as UTF-8."""
    return COMMAND_START.sub("\\g<0>\u200b", text.encode("utf-8", "replace").decode())


class RunnerLogFormatter(logging.Formatter):
    """Formats log records so that the runner executes no command in them, whoever wrote the text."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record and escape commands in it."""
        return escape_commands(super().format(record))


def write_summary(here: RunEnvironment, text: str) -> None:
    """Append a text to the summary on the run's page."""
    if here.summary:
        with here.summary.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n")


def mask_secret(here: RunEnvironment, secret: str) -> None:
    """Make the runner mask a secret in the log that GitHub does not know.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#masking-a-value-in-a-log
    """
    if here.on_runner:
        sys.stdout.write(f"::add-mask::{secret}\n")
        sys.stdout.flush()


def set_outputs(here: RunEnvironment, **values: str) -> None:
    """Set the step's outputs, each between delimiters that nobody can guess and so end early.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
    """
    if here.outputs:
        with here.outputs.open("a", encoding="utf-8", errors="replace") as file:
            for name, value in values.items():
                end = secrets.token_hex(16)
                file.write(f"{name}<<{end}\n{value}\n{end}\n")
