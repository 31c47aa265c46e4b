"""Make sure that the tool writes as the account whose records it reads."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.identity import (
    ForeignRecord,
    WrongIdentity,
    foreign_author,
    foreign_issue_author,
    has_tool_labels_by,
    is_token_account,
)
from incident_actions.runs.context import RunContext

log = logging.getLogger("incident_actions")
T = TypeVar("T")


def with_real_identity(run: RunContext, act: Callable[[], T]) -> T:
    """Run `act`; if this token turns out to write as another account, run it again as that one.

    What was already written is then found, as after a run that died.
    """
    try:
        return act()
    except WrongIdentity as found:
        login = found.person.login
        log.warning("This token writes as %s. Set INCIDENT_APP_SLUG, or the key `bot` in .github/incidents.yml.", login)
        run.switch_account(found.person)
    return act()


def check_author(run: RunContext, snapshot: Snapshot) -> None:
    """Check that what looks like our record is ours; raises WrongIdentity if the token wrote it, else ForeignRecord."""
    author = foreign_author(snapshot)
    if author is None:
        return
    if is_token_account(run.connection, author):
        raise WrongIdentity(author)
    opened = foreign_issue_author(snapshot.issue, snapshot.bot)
    if opened or has_tool_labels_by(author, run.reader.changes(snapshot.issue.number), run.process):
        raise ForeignRecord(author, snapshot.bot)
