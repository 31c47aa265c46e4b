"""`/selftest`: check the repository's setup from the run that answers."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.command import Command
from incident_actions.model.incident.entry import CommandAnswered
from incident_actions.text.messages import SelftestDone
from incident_actions.text.slash_grammar import SlashCommand


def decide(_: SlashCommand, request: CommandRequest) -> Decision:
    """Run all checks and report their results."""
    from incident_actions.doctor import report  # noqa: PLC0415  hardly any run is a selftest, so it loads no checks

    context = request.context
    facts = context.ask(report.facts_question(context.process, context.now))
    lines = report.report_lines(facts, context.process, context.wording)
    return Decision((CommandAnswered(**request.entry_fields(), word="selftest"),), (SelftestDone(lines),))


SELFTEST = Command("selftest", "/selftest", "check the repository's set-up", decide, "both")
