"""The JSON Schema of a score, published as `docs/score.schema.json`."""

from __future__ import annotations

from incident_actions.game_days.response_score import FAILED, Measure, Verdict
from incident_actions.game_days.score_json import VERSION
from incident_actions.model.incident.phase import Phase
from incident_actions.reports.report_schema import COUNT, TEXT, TIME, URL, Schema, list_of, object_of, or_null

WORDS = {
    Measure.ACKNOWLEDGE: "somebody works on the incident",
    Measure.ASSESS: "the severity is set",
    Measure.ROLES: "every required role is assigned",
    Measure.ROOM: "the war room is set",
    Measure.FIRST_UPDATE: "the first update is posted",
    Measure.PUBLIC_UPDATE: "the first update is published",
    Measure.UPDATES: "every further update comes when it was promised; the worst one counts",
    Measure.MITIGATE: "users are no longer affected",
    Measure.WATCH: "the fix is watched before the incident is resolved; `due` is the earliest time for that",
    Measure.POSTMORTEM: "the post-mortem is merged",
}


def score_schema() -> Schema:
    """Return the schema of a score's JSON."""
    due = or_null("string", "when it was due; null if that is not known", format="date-time")
    at = or_null("string", "when it happened; null if it did not", format="date-time")
    place = or_null("string", "the comment, issue or pull request that did it", format="uri")
    measure = object_of(
        {
            "verdict": {"enum": [each.value for each in Verdict]},
            "due": due,
            "at": at,
            "minutes": or_null("number", "how late it was, or how much too early", minimum=0),
            "url": place,
        }
    )
    update = object_of(
        {
            "verdict": {"enum": [Verdict.MET, *(each for each in FAILED if each is not Verdict.EARLY)]},
            "due": TIME,
            "at": at,
            "url": place,
        }
    )
    measures = {what.value: {"$ref": "#/$defs/measure", "description": words} for what, words in WORDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Score of a response",
        "$defs": {"measure": measure, "update": update},
        **object_of(
            {
                "version": {"const": VERSION},
                "incident": {"type": "integer", "minimum": 1},
                "url": URL,
                "title": TEXT,
                "severity": or_null("string"),
                "phase": {"enum": [each.value for each in Phase]},
                "made": TIME,
                "final": {"type": "boolean", "description": "whether nothing is left to decide"},
                "asked": {**COUNT, "description": "how many measures were asked for and are decided"},
                "met": {**COUNT, "description": "how many of them were met"},
                "measures": object_of(measures),
                "updates": list_of({"$ref": "#/$defs/update"}, "each promised update, in order"),
            }
        ),
    }
