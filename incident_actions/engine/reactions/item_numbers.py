"""Write the numbers of new action items into the merged post-mortem and into its row in the index."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import ReplaceLines
from incident_actions.contract.questions import FileOf
from incident_actions.engine.reactions.postmortem_items import MergedItems
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Action, Incident
from incident_actions.postmortem import index
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.numbers import LineChange, number_rows


def write_numbers(
    key: str, incident: Incident, items: MergedItems, context: Context
) -> tuple[bool, tuple[e.ActionOpened, ...]]:
    """Write the numbers of new items into the file and its row in the index; raises NeedsCreation until that was tried.

    Return whether GitHub refused the commit, and the items whose numbers are not in the file.
    """
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    numbers = items.numbers
    changes = number_rows(items.text, numbers, context.process, links) if numbers else {}
    listed = _index_changes(incident, items, links, context) if items.entries else ()
    changed = ((items.path, tuple(changes.values())), (index.PATH, listed))
    files = tuple((name, lines) for name, lines in changed if lines)
    if not files:
        return False, tuple(each for place, each in items.opened.items() if place not in items.numbered)
    message = f"Add the action items of #{incident.number} to its post-mortem"
    refused = bool(context.create(ReplaceLines(key, files, message)).problem)
    unnumbered = {place: each for place, each in items.opened.items() if place not in items.numbered}
    return refused, tuple(each for place, each in unnumbered.items() if refused or place not in changes)


def _index_changes(
    incident: Incident, items: MergedItems, links: FileLinks, context: Context
) -> tuple[LineChange, ...]:
    """Return the index's lines that change with the new items; none where people removed the row."""
    before = context.ask(FileOf(index.PATH))
    opened = (Action(each.issue, each.text, each.key, each.owner, each.due, each.type) for each in items.entries)
    with_items = replace(incident, actions=(*incident.actions, *opened))
    old = (before or "").replace("\r\n", "\n")
    new = index.with_row(old, with_items, items.path, links)
    if before is None or old.count("\n") != new.count("\n"):
        return ()
    return index.changed_lines(old, new) or ()
