"""Build the report and the status page of a drill, by the commands that people would type."""

import subprocess
import sys
from pathlib import Path

from incident_actions.drill.kept_directory import REPORT, STATUS_PAGE
from incident_actions.drill.repository import DrillRepository
from incident_actions.sandbox.runners import inherited_environment


def build_pages(repository: DrillRepository, place: Path) -> None:
    """Write both pages into a directory, as somebody who can read the repository; raises SubprocessError."""
    _run(repository, place, "report", "--output", REPORT)
    _run(repository, place, "site", "--output", STATUS_PAGE)


def _run(repository: DrillRepository, place: Path, command: str, *options: str) -> None:
    sandbox = repository.sandbox
    subprocess.run(
        [sys.executable, "-P", "-m", "incident_actions", command, "--repository", repository.name, *options],
        cwd=place,
        env={
            **inherited_environment(()),
            "GITHUB_TOKEN": sandbox.token("ada"),
            "GITHUB_API_URL": sandbox.api_url,
            "GITHUB_SERVER_URL": sandbox.url,
            "INCIDENT_ACTIONS_NOW": sandbox.clock.now().isoformat(),
        },
        check=True,
        capture_output=True,
        text=True,
    )
