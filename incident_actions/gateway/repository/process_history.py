"""By which process incidents were run: the configuration's earlier versions on the default branch."""

from __future__ import annotations

from datetime import UTC, datetime

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.configuration import process_from_text
from incident_actions.gateway.repository.file_history import MAX_VERSIONS, FileVersion, file_versions
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process

BEGINNING = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class ProcessHistory:
    """The process of today, and the names of earlier ones, each with the time from which on it held, newest first."""

    process: Process
    names: tuple[tuple[datetime, str], ...] = ()

    def name_at(self, at: datetime) -> str:
        """Return the name of the process at a time; empty where that is not known."""
        return next((name for since, name in self.names if since <= at), "")


def read_process_history(connection: Connection) -> ProcessHistory:
    """Read the newest few versions of the configuration. Raises GithubError."""
    try:
        versions = list(file_versions(connection, CONFIGURATION))
    except GithubError as error:
        if not is_refusal(error, 404, 409):  # the repository has no commit yet
            raise
        versions = []
    process, _ = process_from_text(versions[0].text if versions else "", connection)
    names = [(each.committed, name) for each in versions if (name := _name(each))]
    whole = len(versions) < MAX_VERSIONS
    first = [(BEGINNING, names[-1][1] if names else process.name)] * whole
    return ProcessHistory(process, (*names, *first))


def _name(version: FileVersion) -> str:
    """Return the name of a version's process; empty for a version that could not be used."""
    try:
        return read_process(version.text, templates.load_preset, tuple(BY_WORD)).name
    except InvalidConfiguration:
        return ""
