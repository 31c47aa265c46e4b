"""The labels that the tool uses, and what each means."""

from __future__ import annotations

from incident_actions.contract.issue import Issue
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process

DEFAULT_COLOUR = "ededed"
"""The colour of a label that GitHub creates because an issue names it. Such a label has no description either."""


FIRST_STATUS_COLOUR = "d73a4a"
"""The colour of the status with which every incident begins."""

STATUS_COLOURS = {Phase.ACTIVE: "fbca04", Phase.MITIGATED: "1d76db", Phase.RESOLVED: "0e8a16"}
"""The colour of the other statuses, by their phase."""


PLAIN_COLOUR = "5319e7"

REVIEW_MEANING = "The review meeting has yet to discuss this incident; /reviewed removes it from the list"

FREEZE_MEANING = "Merges are frozen by this incident; /unfreeze ends it"


OVERVIEW_MEANING = "The open incidents, what is owed and overdue, and who is on call"

DRILL_MEANING = "A drill: nobody outside it is paged, and no figure counts it"

MAINTENANCE_MEANING = "Scheduled maintenance; closing this issue cancels or ends it"


def tool_labels(process: Process) -> set[str]:
    """Return every label that the tool may add to or remove from an incident. It leaves all others alone."""
    severities = {severity.label for severity in process.severities}
    statuses = {process.status_label(status.word) for status in process.statuses}
    review = {process.labels.review} - {""}
    freeze = {process.labels.freeze} if process.freeze else set()
    return {process.labels.incident, process.labels.postmortem_owed} | review | freeze | severities | statuses


def item_labels(process: Process) -> set[str]:
    """Return every label that the tool may add to or remove from an action item."""
    labels = process.labels
    return {labels.action_item, labels.owner_wanted, labels.overdue, labels.without_evidence}


def is_severity_spelling(label: str, process: Process) -> bool:
    """Return whether a label is another spelling of a severity's own, such as `sev1`, which takes its place."""
    return process.severity_matcher.is_spelling(label) and process.severity_on_label(label) is not None


def undescribed_labels(issue: Issue) -> tuple[str, ...]:
    """Return the names of an issue's labels that have GitHub's default colour and no description."""
    return tuple(label.name for label in issue.labels if label.colour == DEFAULT_COLOUR and not label.description)


def label_meanings(process: Process) -> dict[str, tuple[str, str]]:
    """Return the colour and description of each of the tool's labels."""
    labels = process.labels
    return {
        **{each.label: (each.colour, each.definition[:100]) for each in process.severities},
        **{
            process.status_label(each.word): (_status_colour(each.word, process), f"Incident status: {each.word}")
            for each in process.statuses
        },
        labels.incident: ("b60205", "An incident, managed with slash commands in comments"),
        labels.action_item: (PLAIN_COLOUR, "A follow-up task from an incident, with an owner and a due date"),
        labels.postmortem_owed: ("fbca04", "Resolved, but the post-mortem is not merged yet"),
        **({labels.review: (PLAIN_COLOUR, REVIEW_MEANING)} if labels.review else {}),
        labels.postmortem: ("0075ca", "The post-mortem of an incident, to be completed and merged"),
        labels.owner_wanted: ("fbca04", "An action item without an assignee"),
        labels.overdue: ("d93f0b", "An action item that is past its due date"),
        labels.without_evidence: ("d93f0b", "An action item that counts as open until its evidence is named"),
        **({labels.freeze: ("b60205", FREEZE_MEANING)} if process.freeze else {}),
        **({labels.overview: (PLAIN_COLOUR, OVERVIEW_MEANING)} if process.overview else {}),
        labels.drill: ("c5def5", DRILL_MEANING),
        **({labels.maintenance: ("1d76db", MAINTENANCE_MEANING)} if process.site else {}),
        labels.week: (PLAIN_COLOUR, "The action items of one week, with the reminders of those who have several"),
    }


def _status_colour(word: str, process: Process) -> str:
    status = process.status(word)
    if status is None or word == process.first_status(Phase.ACTIVE):
        return FIRST_STATUS_COLOUR
    return STATUS_COLOURS[status.phase]
