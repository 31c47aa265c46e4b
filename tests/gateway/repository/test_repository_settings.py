"""The settings of a repository."""

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.repository_settings import default_branch


def test_github_names_the_default_branch(connection: Connection) -> None:
    assert default_branch(connection) == "main"
