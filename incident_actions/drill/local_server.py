"""Serve a sandbox whose repository has adopted this installation of incident-actions."""

import threading
from collections.abc import Callable
from pathlib import Path

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.drill.runner_choice import PROCESS, choose_starter
from incident_actions.sandbox.serve import FirstAccounts, FirstRepository, serve

COLLABORATORS = {"ada": "admin", "grace": "write", "linus": "triage", "stranger": "none"}
ACCOUNTS = FirstAccounts(("ada", "grace", "linus"), "acme")
README = "# shop\n\nA repository to rehearse incidents in.\n"


def serve_shop(  # noqa: PLR0913  each an independent choice of who serves
    port: int,
    directory: Path,
    *,
    runner: str = PROCESS,
    empty: bool = False,
    tls: bool = False,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:
    """Serve the sandbox of a directory until Ctrl-C or `stop`.

    A new sandbox gets acme/shop, ready to run incidents. An `empty` one gets people and an organization only.
    """
    start = choose_starter(runner, directory / "runner")
    first = ACCOUNTS if empty else _shop()
    serve(port, directory, first, tool=INSTALLED_TOOL, start=start, tls=tls, say=say, stop=stop)


def _shop() -> FirstRepository:
    files = {"README.md": README, **files_of_adopter("extends: default\n", SOURCE)}
    return FirstRepository("acme/shop", files, COLLABORATORS, labels=("incident",))
