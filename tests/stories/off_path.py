"""Turns that every process meets off the straight path, and what people see afterwards."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta

from incident_actions.postmortem.index import empty_index
from tests.stories.adopting import begun
from tests.stories.team import Team

SATURDAY = datetime(2026, 3, 7, 14, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
INDEX = "docs/incidents/README.md"


def at(team: Team, incident: int, minute: int) -> None:
    """Move to a minute after the declaration."""
    team.sandbox.clock.move_to(begun(team, incident) + timedelta(minutes=minute))


def add_index(team: Team) -> None:
    """Add the index that `init` writes."""
    content = base64.b64encode(empty_index().encode()).decode()
    team.as_("ada").json("PUT", f"contents/{INDEX}", {"message": "Add the index", "content": content})


def times(text: str) -> dict[str, str]:
    """The times and minutes of a post-mortem's front matter, to the minute."""
    front = text.split("---\n")[1]
    found = re.findall(
        r"^ *(started|acknowledged|mitigated|resolved|resolve): '?(?:\S+T)?([\d:]+?)(?::\d\dZ)?'?$", front, re.MULTILINE
    )
    return dict(found)


def rows(text: str) -> list[str]:
    """The rows of a post-mortem's timeline, without links."""
    found = re.findall(r"^\| (?:\d{4}-\d\d-\d\d )?(\d\d:\d\d \| .*) \|$", text, re.MULTILINE)
    return [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", each) for each in found]


def pull_comments(team: Team, pull: int) -> list[str]:
    """What the tool posted on a pull request, apart from the summary of the check."""
    posted = [each["body"].partition("\n")[2] for each in team.comments(pull)]
    return [each for each in posted if not each.startswith("### ")]


def tick(team: Team, login: str, incident: int, step: str) -> None:
    """Tick a step in the newest comment that has it."""
    shown = [
        each for each in team.comments(incident) if f"[ ] {step}" in each["body"] and each["user"]["type"] == "Bot"
    ][-1]
    body = shown["body"].replace(f"[ ] {step}", f"[x] {step}")
    team.as_(login).json("PATCH", f"issues/comments/{shown['id']}", {"body": body})
    team.settle()


def progress(team: Team, incident: int) -> str:
    """How many steps the card shows as done, without the links."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", team.row(incident, "Checklist"))


def branch_of(team: Team, pull: int) -> str:
    """The branch of a pull request."""
    return str(team.as_("ada").json("GET", f"pulls/{pull}")["head"]["ref"])


def branches(team: Team) -> list[str]:
    """The branches of the repository."""
    return [each["name"] for each in team.as_("ada").json("GET", "branches")]
