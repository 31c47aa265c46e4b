"""The timeline of an issue tells what people did to it, and what closed it."""

from typing import Any

import pytest

from incident_actions.gateway.issues.timeline_changes import read_changes

CLOSED = {"event": "closed", "actor": {"login": "ada", "id": 1, "type": "User"}, "created_at": "2026-03-04T14:00:03Z"}


def reference(merged: str | None, place: str = "acme/shop", number: int = 12) -> dict[str, Any]:
    pull = {"merged_at": merged}
    source = {"number": number, "repository_url": f"https://api.github.com/repos/{place}", "pull_request": pull}
    return {"event": "cross-referenced", "source": {"type": "issue", "issue": source}}


@pytest.mark.parametrize(
    ("timeline", "closed_with"),
    [
        ([CLOSED], ""),
        ([CLOSED | {"commit_id": "0123456789abcdef"}], "0123456789"),
        ([reference("2026-03-04T14:00:01Z"), CLOSED], "#12"),
        ([reference("2026-03-04T13:00:00Z"), reference("2026-03-04T14:00:01Z", number=13), CLOSED], "#13"),
        ([reference("2026-03-04T13:58:00Z"), CLOSED], ""),
        ([reference(None), CLOSED], ""),
        ([reference("2026-03-04T14:00:01Z", "other/place"), CLOSED], ""),
        ([{"event": "cross-referenced", "source": {"issue": None}}, {"event": "mentioned"}, CLOSED], ""),
    ],
)
def test_a_closing_names_the_pull_request_or_the_commit_that_caused_it(
    timeline: list[dict[str, Any]], closed_with: str
) -> None:
    assert [each.closed_with for each in read_changes(timeline, "acme/shop")] == [closed_with]
