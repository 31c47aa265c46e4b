"""The process around each command: its secrets, its memory, and its end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

from incident_actions.cli.cancellation import end_when_cancelled
from incident_actions.cli.workflow_start import DRY_RUN, NOW, WORKFLOW_COMMANDS, read_time
from incident_actions.gateway.client.lazy_imports import load_lazily
from incident_actions.gateway.local.run_secrets import SecretsMissing, receive_secrets
from incident_actions.runs.exit_code import MISCONFIGURED

SELDOM_USED = (
    "html",
    "incident_actions.engine.commands.suggestion",
    "incident_actions.engine.private_stub",
    "incident_actions.engine.reactions.action_digests",
    "incident_actions.engine.reconcile_week",
    "incident_actions.gateway.issues.comment_batch",
    "incident_actions.gateway.repository.event_dispatch",
    "incident_actions.gateway.repository.older_form_labels",
    "incident_actions.gateway.repository.reverts",
    "incident_actions.model.process.error_text",
    "incident_actions.model.process.incident_form",
    "incident_actions.runs.alert_intake",
)
"""Modules that most events need nothing of. They load when something of them is first used."""


def main() -> None:
    """Run the command line."""
    in_workflow = sys.argv[1:2] and sys.argv[1] in WORKFLOW_COMMANDS
    if in_workflow:
        end_when_cancelled()
        load_lazily(*SELDOM_USED)
    try:
        secrets = receive_secrets()
    except SecretsMissing as wrong:
        sys.stderr.write(f"incident-actions: {wrong}\n")
        sys.exit(MISCONFIGURED)
    # A run takes about a second, and collecting garbage would take a third of that.
    gc.set_threshold(100_000)
    gc.enable()
    # To find plugins, pydantic reads every package's metadata: https://docs.pydantic.dev/latest/concepts/plugins/
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Either variable may name a private CA; the client library reads the second only.
    if authorities := os.environ.get("SSL_CERT_FILE"):
        os.environ.setdefault("REQUESTS_CA_BUNDLE", authorities)
    try:
        _run_command(secrets)
    except SystemExit as ended:
        if in_workflow and isinstance(ended.code, int):
            _leave(ended.code)
        raise
    finally:
        gc.freeze()


def _run_command(secrets: Mapping[str, str]) -> None:
    """Run the command, and load the rest of the command line only where somebody typed more than a workflow does."""
    if sys.argv[1:] == ["run"] and not os.environ.get(DRY_RUN) and _is_time(os.environ.get(NOW)):
        sys.exit(import_module("incident_actions.cli.quick_run").answer_event(secrets))
    import_module("incident_actions.cli.main").cli(obj=secrets)


def _is_time(text: str | None) -> bool:
    try:
        return not text or bool(read_time(text))
    except ValueError:
        return False


def _leave(code: int) -> NoReturn:
    """End the process at once: a run leaves nothing open, and freeing its memory would take 5 ms.

    Nor does it wait for an answer to what it read ahead and didn't need.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
