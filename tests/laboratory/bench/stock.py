"""What fills a repository: comments and action items, put in place at once, since they start no run."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta

from incident_actions.model.incident.entry import ItemOpened
from incident_actions.sandbox.state.records import ACTIONS_BOT, StoredComment, StoredIssue
from incident_actions.text import record
from tests.laboratory.bench.repository import WEDNESDAY, Adopted

FAR = date(2027, 1, 1)
ITEM_LABEL = "action-item"


def add_comments(team: Adopted, issue: int, count: int, over: timedelta = timedelta()) -> None:
    """Let people talk on an issue, evenly over a time that ends now."""
    shop, now = team.shop, team.sandbox.clock.now()
    for left in reversed(range(count)):
        number, at = team.sandbox.host.world.next_id(), now - left * over / count
        shop.comments[number] = StoredComment(number, issue, "ada", "I look into it.", at, at)
        shop.issues[issue].comments.append(number)


def add_items(team: Adopted, count: int, due: date = FAR) -> None:
    """Open action items of @ada that are due on a day."""
    if team.shop.label(ITEM_LABEL) is None:
        team.ada.json("POST", "labels", {"name": ITEM_LABEL, "color": "b60205", "description": "Ours"})
    label = team.shop.label(ITEM_LABEL)
    for _ in range(count):
        key = f"bench.{team.sandbox.host.world.next_id()}"
        entry = ItemOpened(
            at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key=key, text="Alert on it", owner="ada", due=due
        )
        item = add_issue(team, f"An action item.\n\n{record.write_record((entry,))}", WEDNESDAY)
        item.assignees.append("ada")
        if label is not None:
            item.labels.append(label.id)


def repeat_incident(team: Adopted, issue: int, count: int) -> None:
    """Open incidents that are like another one, with the same comments and at the same times."""
    shop = team.shop
    original = shop.issues[issue]
    for _ in range(count):
        copy = add_issue(team, original.body or "", original.created_at)
        incident = replace(deepcopy(original), id=copy.id, number=copy.number, comments=[])
        shop.issues[copy.number] = incident
        for comment in original.comments:
            number = team.sandbox.host.world.next_id()
            shop.comments[number] = replace(deepcopy(shop.comments[comment]), id=number, number=copy.number)
            incident.comments.append(number)


def add_issue(team: Adopted, body: str, at: datetime) -> StoredIssue:
    """Open an issue that nothing has changed since a time."""
    number = max(team.shop.issues, default=0) + 1
    issue = StoredIssue(team.sandbox.host.world.next_id(), number, ACTIONS_BOT, "Alert on it", body, at, at)
    team.shop.issues[number] = issue
    return issue


def clear(team: Adopted) -> None:
    """Remove every issue and comment."""
    team.shop.issues.clear()
    team.shop.comments.clear()
