"""Find the playbooks of the process that match an incident."""

from __future__ import annotations

import re

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.people import Playbook
from incident_actions.model.process.process import Process

MOST_SHOWN = 3
"""How many are shown at once. More would not help anybody."""


def matching_playbooks(incident: Incident, process: Process) -> tuple[Playbook, ...]:
    """Return the playbooks whose words occur in the incident's texts, then those of an affected service."""
    text = f"{incident.title}\n{incident.summary}\n{incident.impact}".casefold()
    affected = {service.casefold() for service in incident.services}
    by_word = [each for each in process.playbooks if any(_holds(text, word) for word in each.words)]
    by_service = [
        each for each in process.playbooks if any(service.casefold() in affected for service in each.services)
    ]
    return tuple(dict.fromkeys((*by_word, *by_service)))[:MOST_SHOWN]


def _holds(text: str, phrase: str) -> bool:
    """Return whether a text contains a phrase as whole words, ignoring case."""
    words = r"\s+".join(map(re.escape, phrase.casefold().split()))
    return bool(words) and re.search(rf"(?<!\w){words}(?!\w)", text) is not None
