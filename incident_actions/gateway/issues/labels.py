"""The repository's labels."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal


def create_labels(connection: Connection, wanted: Mapping[str, tuple[str, str]]) -> list[str]:
    """Create labels with their colors and descriptions, and return the names of those that did not exist before.

    https://docs.github.com/en/rest/issues/labels#create-a-label
    """
    made = []
    for name, (colour, meaning) in wanted.items():
        body = {"name": name, "color": colour, "description": meaning}
        try:
            connection.send("POST", "labels", body=body, once=False)
        except GithubError as error:
            if is_refusal(error, 422) and "already_exists" in error_text(error):
                continue
            raise
        made.append(name)
    return made
