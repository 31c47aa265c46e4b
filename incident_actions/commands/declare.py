"""`/declare [severity] [title]`: make an incident of any issue."""

from __future__ import annotations

from incident_actions.commands.command import Command
from incident_actions.commands.grammar import Asked
from incident_actions.commands.sev import severity_in
from incident_actions.incident.entry import Declared
from incident_actions.incident.phase import Phase
from incident_actions.messages import StepNotAllowed
from incident_actions.neutral import plain
from incident_actions.scene import Decision, Refused, Scene

USAGE = "/declare [severity] [title]"


def decide(asked: Asked, scene: Scene) -> Decision:
    """Begin the record; a title renames the issue."""
    if scene.incident is not None:
        raise Refused(StepNotAllowed(asked.word, scene.incident.phase, ""))
    issue = scene.view.snapshot.issue
    found = severity_in(asked.rest, scene.process)
    severity, wanted = (found[0].label, found[1]) if found else ("", asked.rest)
    title = plain(wanted)[:250]
    return Decision(
        (
            Declared(
                **scene.stamp(),
                severity=severity,
                status=scene.process.first_status(Phase.ACTIVE),
                title=title or issue.title,
                renamed_from=issue.title if title else "",
            ),
        )
    )


DECLARE = Command("declare", USAGE, "make an incident of this issue", decide, "any issue")
