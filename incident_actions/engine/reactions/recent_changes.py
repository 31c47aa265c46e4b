"""List on the card what changed in the 24 hours before an incident started, once everything else is done."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.questions import ChangesBetween
from incident_actions.model.incident.entry import ChangesListed
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING

SPAN = timedelta(hours=24)
"""How long before the start a change can be to be listed."""

FRESH = timedelta(days=1)
"""How old an incident can be whose changes are listed for the first time, so that an update asks for no old ones."""

MOST_LISTED = 10
"""How many changes the record holds, the newest ones."""


def list_changes(incident: Incident, context: Context) -> Decision:
    """Return the list of changes if the record has none for this start and these services. This takes one request."""
    wanted, known = changes_to_list(incident, context), incident.changes_before
    if known and (known.until, known.repositories) == (wanted.until, wanted.repositories):
        return Decision()
    if incident.phase not in RUNNING or (known is None and context.now - incident.declared > FRESH):
        return Decision()
    found = context.ask(wanted)
    if found is None:
        return Decision()
    return Decision(
        (
            ChangesListed(
                at=context.now,
                accepted=context.now,
                until=wanted.until,
                repositories=wanted.repositories,
                changes=found.changes[:MOST_LISTED],
                more=len(found.changes[MOST_LISTED:]),
                unread=found.unread,
            ),
        )
    )


def changes_to_list(incident: Incident, context: Context) -> ChangesBetween:
    """Return the question about the changes before the start, as far as that is known."""
    start = incident.start
    return ChangesBetween(_repositories(incident, context), start - SPAN, start)


def _repositories(incident: Incident, context: Context) -> tuple[str, ...]:
    """Return the repositories of the incident, an empty name, and of the affected services."""
    affected = {name.casefold() for name in incident.services}
    named = (each.repository for each in context.process.services if each.name.casefold() in affected)
    own = context.snapshot.repository.casefold()
    return ("", *dict.fromkeys(each for each in named if each and each.casefold() != own))
