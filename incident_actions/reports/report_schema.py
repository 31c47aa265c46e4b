"""The JSON Schema of a report, published as `docs/report.schema.json`."""

from __future__ import annotations

from typing import Any

from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.reports.figures import ReviewState
from incident_actions.reports.item_facts import ItemState
from incident_actions.reports.report_json import VERSION

Schema = dict[str, Any]


def object_of(properties: Schema, description: str = "") -> Schema:
    """Return the schema of an object that has all of these properties and no other."""
    shown = {"description": description} if description else {}
    return {
        **shown,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Schema, description: str = "") -> Schema:
    """Return the schema of a list of such items."""
    return {**({"description": description} if description else {}), "type": "array", "items": items}


def or_null(kind: str, description: str = "", **more: Any) -> Schema:
    """Return the schema of a value of one type, or null."""
    return {**({"description": description} if description else {}), "type": [kind, "null"], **more}


def _numbers(description: str) -> Schema:
    return list_of({"type": "integer", "minimum": 1}, description)


def _each(description: str) -> Schema:
    names = (name.replace(" ", "_") for name in DURATIONS)
    return object_of({name: {"$ref": "#/$defs/spread"} for name in names}, description)


TIME: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}

SPREAD = object_of(
    {
        **{name: or_null("number", "in minutes", minimum=0) for name in ("median", "p90", "mean", "largest")},
        "count": COUNT,
        "incidents": _numbers("the incidents with a value"),
        "unknown": _numbers("the incidents whose value nobody reported"),
        "pending": _numbers("the incidents that are still running"),
    },
    "how values spread; null where there is none",
)
EVENT = object_of({"milestone": TEXT, "at": TIME, "url": URL}, "an event, with the comment or issue that reported it")
DURATION = object_of({"minutes": {"type": "number", "minimum": 0}, "from": EVENT, "to": EVENT})
GROUP = object_of({"name": TEXT, "incidents": _numbers("the incidents of the group"), "durations": _each("by name")})
INCIDENT = object_of(
    {
        "number": {"type": "integer", "minimum": 1},
        "url": URL,
        "title": TEXT,
        "readable": {"type": "boolean", "description": "whether its whole record could be read"},
        "declared": TIME,
        "phase": or_null("string"),
        "severity": or_null("string"),
        "services": list_of(TEXT),
        "process": or_null("string"),
        "durations": {
            "description": "the known durations by name",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/duration"},
        },
    }
)


def report_schema() -> Schema:
    """Return the schema of what `incident-actions report --format json` prints."""
    groups = {kind: list_of({"$ref": "#/$defs/group"}) for kind in ("severity", "service", "month", "preset")}
    reviews = {name.replace(" ", "_"): _numbers(f"the post-mortem is {name}") for name in ReviewState.ALL}
    items = {state.name.lower(): _numbers(f"the action items that are {state.value}") for state in ItemState}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Incident report",
        "$defs": {"spread": SPREAD, "group": GROUP, "duration": DURATION, "incident": INCIDENT},
        **object_of(
            {
                "version": {"const": VERSION},
                "repository": TEXT,
                "url": URL,
                "made": TIME,
                "since": or_null("string", "the first day", format="date"),
                "until": or_null("string", "the last day", format="date"),
                "service": or_null("string", "the service, where one was chosen"),
                "unread": {**COUNT, "description": "how many incidents are yet to be read"},
                "counted": _numbers("the incidents that the figures count, newest first"),
                "running": _numbers("those that are still running"),
                "unreadable": _numbers("those with a damaged record"),
                "drills": _numbers("drills, which no figure counts"),
                "dismissed": _numbers("false alarms and duplicates, which no figure counts"),
                "durations": _each("the durations of all incidents"),
                "groups": object_of(groups, "the same durations for each group"),
                "updates": object_of(
                    {
                        "promised": COUNT,
                        "on_time": COUNT,
                        "late_in": _numbers("the incidents with a late update"),
                        "silence": {"$ref": "#/$defs/spread"},
                        "longest_silence_in": or_null("integer", "the incident with the longest silence"),
                    }
                ),
                "post_mortems": object_of({**reviews, "accepted": _numbers("accepted in spite of errors")}),
                "action_items": object_of(
                    {
                        **items,
                        "moved": _numbers("the action items whose due date was moved"),
                        "unreadable": _numbers("the action items with a damaged record"),
                    }
                ),
                "recurrence": object_of(
                    {
                        "reopened": _numbers("the incidents that were opened again"),
                        "like_earlier": list_of(
                            object_of({"incident": {"type": "integer"}, "earlier": _numbers("the earlier incidents")})
                        ),
                    }
                ),
                "tool": object_of(
                    {
                        "timers": COUNT,
                        "late_by": object_of({name: or_null("number") for name in ("median", "p90", "mean")}),
                        "runner_minutes": or_null("number", "in the last 30 days; null where they are not known"),
                    },
                    "how late the tool's own timers fired, in minutes, and what its runs took",
                ),
                "load": or_null(
                    "array",
                    "who was paged, if that was asked for",
                    items=object_of(
                        {"person": TEXT, "pages": COUNT, "at_night": COUNT, "incidents": _numbers("at night")}
                    ),
                ),
                "cost": {
                    "description": "people times the time to resolve, if the cost of an hour was given",
                    "anyOf": [
                        {"type": "null"},
                        object_of(
                            {
                                "hours": {"type": "number"},
                                "amount": {"type": "number"},
                                "currency": or_null("string"),
                                "incidents": _numbers("the incidents that are counted"),
                                "unknown": _numbers("the incidents whose cost is unknown"),
                            }
                        ),
                    ],
                },
                "incidents": list_of({"$ref": "#/$defs/incident"}),
            }
        ),
    }
