"""What a trial has shown, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from incident_actions.conformance.suite import Observation

MARKS = {"holds": "ok", "differs": "DIFFERS", "missing": "missing", "unclear": "?"}
HOLDS, DIFFERS, INCOMPLETE = 0, 1, 3
MOST_SHOWN = 500


def observation_line(observation: Observation) -> str:
    """Return one line: the outcome, the name, the sentence, what was found, and the source."""
    assumption = observation.assumption
    found = " ".join(observation.found.split())[:MOST_SHOWN]
    told = f" Here: {found}." if found else ""
    return f"{MARKS[observation.outcome]:<8}{assumption.name}: {assumption.sentence}{told} ({assumption.source})"


def summary_line(seen: Sequence[Observation]) -> str:
    """Return the counts, in one line."""
    counts = Counter(each.outcome for each in seen)
    parts = [f"{counts['holds']} of {len(seen)} assumptions hold"]
    if counts["differs"]:
        parts.append(f"{counts['differs']} {'differs' if counts['differs'] == 1 else 'differ'}")
    if counts["missing"]:
        parts.append(f"{counts['missing']} could not be tried, because the server or the token lacks a feature")
    if counts["unclear"]:
        parts.append(f"{counts['unclear']} could not be checked: run it again later")
    return "; ".join(parts) + "."


def as_json(api_url: str, repository: str, seen: Sequence[Observation]) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "api": api_url,
        "repository": repository,
        "counts": {outcome: sum(each.outcome == outcome for each in seen) for outcome in MARKS},
        "assumptions": [
            {
                "name": each.assumption.name,
                "sentence": each.assumption.sentence,
                "source": each.assumption.source,
                "outcome": each.outcome,
                "found": each.found,
            }
            for each in seen
        ],
    }


def exit_code(seen: Sequence[Observation]) -> int:
    """Return 1 if anything differs, else 3 if something could not be checked, else 0."""
    outcomes = {each.outcome for each in seen}
    return DIFFERS if "differs" in outcomes else INCOMPLETE if "unclear" in outcomes else HOLDS
