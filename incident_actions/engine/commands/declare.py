"""`/declare [severity] [title]`: declare any issue an incident."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.sev import split_severity
from incident_actions.model.incident.entry import Declared
from incident_actions.model.incident.phase import Phase
from incident_actions.text.messages import StepNotAllowed
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/declare [severity] [title]"


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Start the record. A title renames the issue."""
    if request.incident is not None:
        raise Refused(StepNotAllowed(asked.word, request.incident.phase, ""))
    issue = request.context.snapshot.issue
    found = split_severity(asked.rest, request.process, in_prose=True)
    severity, wanted = (found[0].label, found[1]) if found else ("", asked.rest)
    title = plain_line(wanted)[:250]
    return Decision(
        (
            Declared(
                **request.entry_fields(),
                severity=severity,
                status=request.process.first_status(Phase.ACTIVE),
                title=title or issue.title,
                renamed_from=issue.title if title else "",
            ),
        )
    )


DECLARE = Command("declare", USAGE, "declare this issue an incident", decide, "any issue")
