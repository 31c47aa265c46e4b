"""One effect of each kind, on a repository whose issue #1 has one comment by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.effects import (
    COMMENT_MARK,
    AddReaction,
    Effect,
    OpenHotfix,
    OpenIssue,
    PaintLabel,
    PinComment,
    PostComment,
    PostRecordPage,
    ProposeFiles,
    ReplaceLines,
    SetIssue,
    WriteCard,
)
from incident_actions.model.incident.entry import ItemOpened
from incident_actions.text import record
from tests.gateway.conftest import NOON

HOTFIX = OpenHotfix("c7.0", "hotfix/pool", "main", "Start hotfix: pool\n\nIncident #1", "Hotfix: pool", "For #1.")
FILES = (("docs/incidents/2026-03-04-checkout.md", "# Checkout\n"), ("docs/incidents/README.md", "# Incidents\n"))
POSTMORTEM = ProposeFiles(
    "postmortem:1", "postmortem/1", FILES, "Add post-mortem of #1", "Post-mortem: Checkout", "Of #1.", ("ada", "grace")
)
NUMBERS = ReplaceLines(
    "numbers:2",
    (("README.md", (("# shop", "# The shop"),)), ("docs/none.md", (("a", "b"),))),
    "Add numbers",
)
ITEM = ItemOpened(at=NOON, accepted=NOON, incident=1, key="c7.1", text="Alert on it", owner="ada", due=date(2026, 4, 1))
ISSUE = OpenIssue(
    "c7.1", "Alert on it", f"An action item.\n\n{record.write_record((ITEM,))}", ("action-item",), ("ada",), parent=1
)
PAGE = PostRecordPage("page:1.1", 1, f"{RECORD_PAGE_MARK}\nPage 1 of the record.\n\n{record.write_record((ITEM,))}")


def effects(comment: int) -> dict[str, Effect]:
    """By name; `comment` is the one to react to."""
    return {
        "open_hotfix": HOTFIX,
        "propose_files": POSTMORTEM,
        "open_issue": ISSUE,
        "open_page": PAGE,
        "say": PostComment(1, "c7.2", f"{COMMENT_MARK.format(key='c7.2')}\nThe reply."),
        "write_card": WriteCard(1, 0, f"{CARD_MARK}\nThe card.\n\n{record.write_record(())}"),
        "pin_comment": PinComment(comment),
        "set_issue": SetIssue(1, title="Checkout hangs", labels=("incident", "SEV-1"), assignees=("ada",), open=True),
        "paint_label": PaintLabel("bug", "b60205", "The worst"),
        "react": AddReaction(comment, "+1"),
    }


def another(wanted: OpenIssue) -> OpenIssue:
    """The same action item once more, under a key of its own."""
    item = replace(ITEM, key="c7.9")
    return replace(wanted, key="c7.9", body=f"An action item.\n\n{record.write_record((item,))}")
