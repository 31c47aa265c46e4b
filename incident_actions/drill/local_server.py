"""Serve a sandbox whose repository has adopted this installation of incident-actions."""

import threading
from collections.abc import Callable
from pathlib import Path

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.drill.runner_choice import PROCESS, choose_starter
from incident_actions.sandbox.serve import FirstRepository, serve

COLLABORATORS = {"ada": "admin", "grace": "write", "linus": "triage", "stranger": "none"}
README = "# shop\n\nA repository to rehearse incidents in.\n"


def serve_shop(
    port: int,
    directory: Path,
    *,
    runner: str = PROCESS,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:
    """Serve the sandbox of a directory until Ctrl-C or `stop`; an empty one gets acme/shop, ready to run incidents."""
    start = choose_starter(runner, directory / "runner")
    files = {"README.md": README, **files_of_adopter("extends: default\n", SOURCE)}
    shop = FirstRepository("acme/shop", files, COLLABORATORS, labels=("incident",))
    serve(port, directory, shop, tool=INSTALLED_TOOL, start=start, say=say, stop=stop)
