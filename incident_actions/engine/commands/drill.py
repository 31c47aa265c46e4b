"""`/drill [scenario] [@user …]`: rehearse an incident on this issue, with nobody but those who take part."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import CommandRequest, Context, Decision, Refused
from incident_actions.contract.drill_scenario import DrillScenario
from incident_actions.contract.questions import RunningIncidents, ScenarioOf
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.roles import named_person
from incident_actions.model.incident.entry import DrillBegun
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.text.messages import DrillNotHere, DrillStarted, IncidentFirst, UnknownScenario
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand, nearest_word

USAGE = "/drill [scenario] [@user ...]"
HOURS = 24
"""After how many hours a drill ends by itself, where the configuration has no game days."""


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Begin a drill on an ordinary issue, unless a real incident runs."""
    context, rules = request.context, request.process.game_days
    if request.incident is not None:
        raise Refused(DrillNotHere(asked.word, is_drill=request.incident.drill is not None))
    words = asked.rest.split()
    named = [each for each in words if each.startswith("@")]
    scenario = _find_scenario(asked, " ".join(each for each in words if not each.startswith("@")), context)
    people = tuple(named_person(each, asked, request, USAGE) for each in named) or (rules.people if rules else ())
    if running := context.ask(running_incidents(request.process)):
        raise Refused(IncidentFirst(asked.word, running))
    issue = context.snapshot.issue
    begun = DrillBegun(
        **request.entry_fields(),
        severity=severity_of(scenario, request.process),
        status=request.process.first_status(Phase.ACTIVE),
        title=drill_title(scenario.title if scenario else issue.title, context),
        renamed_from=issue.title,
        scenario=scenario.name if scenario else "",
        briefing=scenario.briefing if scenario else "",
        people=tuple(dict.fromkeys((request.asker, *people))),
        limit=rules.ends_after if rules else HOURS,
        steps=tuple(each.as_pair() for each in scenario.steps) if scenario else (),
    )
    ends = begun.at + timedelta(hours=begun.limit)
    return Decision((begun,), (DrillStarted(begun.people, begun.briefing, ends),))


def running_incidents(process: Process) -> RunningIncidents:
    """Return the question for real incidents that people work on."""
    resolved = (process.status_label(each.word) for each in process.statuses if each.phase == Phase.RESOLVED)
    return RunningIncidents(process.labels.incident, (process.labels.drill, *resolved))


def severity_of(scenario: DrillScenario | None, process: Process) -> str:
    """Return the label of a scenario's severity in this process; empty if it has none that fits."""
    return process.severity_of_alert(scenario.severities) if scenario else ""


def drill_title(title: str, context: Context) -> str:
    """Return the title of a drill, which says so first."""
    return context.wording.render("parts/drill_title.txt", {"title": plain_line(title)[:200]})


def _find_scenario(asked: SlashCommand, given: str, context: Context) -> DrillScenario | None:
    """Return the scenario that somebody named, or None if they named none; raises Refused for an unknown one."""
    if not given:
        return None
    name = "-".join(given.casefold().replace("_", " ").split())
    answer = context.ask(ScenarioOf(name))
    if answer.found is None:
        nearest = nearest_word(name, answer.known) or ""
        raise Refused(UnknownScenario(asked.word, given[:60], answer.known, nearest))
    return answer.found


DRILL = Command("drill", USAGE, "rehearse an incident here: nobody else is paged", decide, "any issue")
