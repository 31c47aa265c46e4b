"""`/sev 1`, `/sev SEV-2 reason`: set the severity."""

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident.entry import SeveritySet
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity
from incident_actions.text.messages import UnknownSeverity
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/sev <number or label> [reason]"


def split_severity(text: str, process: Process) -> tuple[Severity, str] | None:
    """Return the severity at the start of a text, and the rest. A label may have several words."""
    words = text.split()
    longest = max(len(severity.label.split()) for severity in process.severities)
    for count in range(min(longest, len(words)), 0, -1):
        if found := process.severity(" ".join(words[:count])):
            return found, " ".join(words[count:])
    return None


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set a severity that the process knows."""
    if not asked.rest:
        raise wrong_form(asked, USAGE)
    found = split_severity(asked.rest, request.process)
    if found is None:
        raise Refused(UnknownSeverity(asked.word, tuple(each.label for each in request.process.severities)))
    severity, reason = found
    return Decision((SeveritySet(**request.entry_fields(), to=severity.label, reason=cut_text(reason)),))


SEV = Command("sev", USAGE, "set the severity, 1 being the worst", decide)
