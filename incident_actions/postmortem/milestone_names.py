"""The process's own names of milestones in the timeline, with their blanks filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.roles_of_people import first_holder

PART = lazy_pattern(r"(?=, |: )")
"""Where a name can be cut: each part keeps the sign before it."""

BLANK = lazy_pattern(r"\{(\w+)\}")
COMMANDER = "{commander}"
"""A blank that stays in the name, so that a link can take its place."""


class MilestoneNames:
    """Names the entries that reach a milestone; an entry without a name of its own gets an empty one."""

    def __init__(self, incident: Incident, entries: Iterable[e.Entry], process: Process) -> None:
        known = tuple(entries)
        self._names = {name.casefold(): text for name, text in process.postmortem.milestones.items()}
        alerts = sorted((each for each in known if isinstance(each, e.AlertFired)), key=lambda each: each.at)
        self._first_alert = alerts[0] if alerts else None
        self._detected = "detected" in incident.milestones or self._first_alert is not None
        self._values = {
            "severity": _first_severity(known),
            "detected_by": incident.detected_by,
            "commander": COMMANDER if first_holder("commander", known) else "",
        }

    def name_entry(self, entry: e.Entry) -> str:
        """Return the name of the milestone that an entry reached, ready to be worded."""
        key = next((key for key in self._keys(entry) if key in self._names), "")
        return fill_name(self._names[key], self._values) if key else ""

    def _keys(self, entry: e.Entry) -> tuple[str, ...]:
        match entry:
            case e.Declared():  # where nothing was detected before, the declaration is the first sign
                return ("declared",) if self._detected else ("declared", "detected")
            case e.Acknowledged():
                return ("acknowledged",)
            case e.MilestoneSet(milestone="detected") if self._first_alert:  # the alert's own row has the name
                return ()
            case e.MilestoneSet(milestone=milestone):
                return (milestone,)
            case e.StatusSet(to=word, phase=Phase.MITIGATED):
                return word.casefold(), "mitigated"
            case e.StatusSet(to=word):
                return (word.casefold(),)
            case e.Resolved(status=word):
                return "resolved", word.casefold()
            case e.AlertFired() if entry == self._first_alert:
                return ("alert",)
        return ()


def fill_name(text: str, values: Mapping[str, str]) -> str:
    """Fill the blanks of a name; a part after a comma or colon is left out if its value is unknown."""
    first, *rest = PART.split(text)
    parts = (first, *(part for part in rest if all(values[blank] for blank in BLANK.findall(part))))
    filled = " ".join(BLANK.sub(lambda blank: values[blank[1]], "".join(parts)).split())
    return filled.replace(" ,", ",").replace(" :", ":")


def _first_severity(entries: Iterable[e.Entry]) -> str:
    """Return the severity of the declaration, or else the first one that was set."""
    found = (
        entry.severity if isinstance(entry, e.Declared) else entry.to
        for entry in entries
        if isinstance(entry, e.Declared | e.SeveritySet)
    )
    return next(filter(None, found), "")
