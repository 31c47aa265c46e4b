"""`/sev 1`, `/sev SEV-2 reason`: set the severity."""

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command
from incident_actions.model.incident.entry import SeveritySet
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity
from incident_actions.text.messages import UnknownSeverity
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/sev <number or label> [reason]"


def split_severity(text: str, process: Process, *, in_prose: bool = False) -> tuple[Severity, str] | None:
    """Return the severity at the start of a text, and the rest; `in_prose` where the text may as well be a title."""
    return process.severity_matcher.split(text, in_prose=in_prose)


def unknown_severity(asked: str, given: str, process: Process, copied: str = "/sev ") -> UnknownSeverity:
    """Return the refusal of a text that names no severity, with every choice; `copied` precedes what is copied."""
    labels = tuple(each.label for each in process.severities)
    return UnknownSeverity(asked, labels, given, process.severity_matcher.choices, copied)


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set a severity that the process knows."""
    found = split_severity(asked.rest, request.process)
    if found is None:
        raise Refused(unknown_severity(asked.word, asked.rest, request.process))
    severity, reason = found
    return Decision((SeveritySet(**request.entry_fields(), to=severity.label, reason=cut_text(reason)),))


SEV = Command("sev", USAGE, "set the severity; 1 is the worst", decide)
