"""`/selftest`: whether the repository is set up well, as the run that answers sees it."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.command import Command
from incident_actions.model.incident.entry import Answered
from incident_actions.text.messages import SelftestDone
from incident_actions.text.slash_grammar import Asked


def decide(_: Asked, request: CommandRequest) -> Decision:
    """Look through all checks, and tell what each came to."""
    from incident_actions.doctor import report  # noqa: PLC0415  hardly any run is a selftest, so it loads no checks

    context = request.context
    facts = context.ask(report.wanted(context.process, context.now))
    lines = report.lines(facts, context.process, context.wording)
    return Decision((Answered(**request.stamp(), word="selftest"),), (SelftestDone(lines),))


SELFTEST = Command("selftest", "/selftest", "look whether the repository is set up well", decide, "both")
