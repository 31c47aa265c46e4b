"""The issue that a sweep opens for a game day: a drill that is due, or the question whether the team runs one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from incident_actions.contract.decision import Context
from incident_actions.contract.drill_scenario import DrillScenario
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.issue import Issue
from incident_actions.engine.commands.drill import drill_title, severity_of
from incident_actions.model.incident.entry import DrillBegun
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.business_time import response_begins
from incident_actions.model.process.game_day_rules import GameDayRules, due_game_day
from incident_actions.text import game_day_marker, record
from incident_actions.text.game_day_marker import ASK, marker_key
from incident_actions.text.game_day_marker import DRILL as DRILL_KIND

QUARTER = timedelta(days=91)
"""After how long without a drill the tool asks for one."""

PUNCTUAL = timedelta(hours=4)
"""How late a drill may begin outside of business hours, because sweeps come late."""

LATEST = timedelta(days=7)
"""How late a drill may begin at all. So a schedule that is new opens none for a day that is long past."""


def due_drill(listed: Sequence[Issue], context: Context) -> datetime | None:
    """Return the game day whose drill is due and was not opened; `listed` are the issues with the label of drills."""
    rules, calendar = context.process.game_days, context.process.calendar
    due = due_game_day(context.now, rules, calendar) if rules else None
    if due is None or context.now - due > LATEST or marker_key(DRILL_KIND, due) in _keys(listed, context):
        return None
    return due if context.now - due <= PUNCTUAL or _is_business_time(context) else None


def scenario_name(due: datetime, rules: GameDayRules, known: Sequence[str]) -> str:
    """Return which scenario a game day plays, one after another; empty if there is none."""
    names = rules.scenarios or tuple(known)
    place = {
        "week": due.toordinal() // 7,
        "month": due.year * 12 + due.month,
        "quarter": due.year * 4 + (due.month - 1) // 3,
        None: 0,
    }[rules.every]
    return names[place % len(names)] if names else ""


def drill_issue(due: datetime, scenario: DrillScenario | None, rules: GameDayRules, context: Context) -> OpenIssue:
    """Return the issue of a scheduled drill. Its body has the first entry, so every later run declares the same."""
    process, key = context.process, marker_key(DRILL_KIND, due)
    title = scenario.title if scenario else context.wording.render("issues/game_day_title.txt", {"day": due})
    begun = DrillBegun(
        at=context.now,
        accepted=context.now,
        severity=severity_of(scenario, process),
        status=process.first_status(Phase.ACTIVE),
        title=drill_title(title, context),
        summary=scenario.briefing if scenario else "",
        scenario=scenario.name if scenario else "",
        briefing=scenario.briefing if scenario else "",
        people=rules.people,
        limit=rules.ends_after,
        steps=tuple(each.as_pair() for each in scenario.steps) if scenario else (),
    )
    values = {"people": begun.people, "briefing": begun.briefing, "ends": begun.at + timedelta(hours=begun.limit)}
    shown = context.wording.render("comments/drill_started.md", values)
    written = record.write_record((begun,), seal=context.snapshot.alert_seal)
    return OpenIssue(
        key=key,
        title=begun.title,
        body=f"{game_day_marker.first_line(key)}\n{shown}\n\n{written}",
        labels=(process.labels.drill, process.labels.incident),
        since=due,
    )


def question_issue(listed: Sequence[Issue], context: Context) -> OpenIssue | None:
    """Return the issue that asks for a drill, if there was none for a quarter and nobody was asked since the last."""
    process, now = context.process, context.now
    rules = process.game_days
    if rules is None or not rules.ask or not _is_business_time(context):
        return None
    drills = [each for each in listed if process.labels.incident in each.label_names]
    last = max((each.created for each in drills), default=None)
    asked = (each for each in listed if each not in drills and _key(each, context).startswith(f"{ASK}."))
    is_recent = now - last < QUARTER if last else rules.every is not None
    if is_recent or any(last is None or each.created > last for each in asked):
        return None
    key = marker_key(ASK, now)
    values = {"people": rules.people, "last": last}
    return OpenIssue(
        key=key,
        title=context.wording.render("issues/game_day_question_title.txt", {}),
        body=f"{game_day_marker.first_line(key)}\n{context.wording.render('issues/game_day_question.md', values)}",
        labels=(process.labels.drill,),
    )


def _keys(listed: Sequence[Issue], context: Context) -> set[str]:
    return {_key(each, context) for each in listed}


def _key(issue: Issue, context: Context) -> str:
    """Return the key of one of the tool's own issues; anybody could write that line into theirs."""
    return game_day_marker.key_in(issue.body) if issue.author.is_same_as(context.snapshot.bot) else ""


def _is_business_time(context: Context) -> bool:
    return response_begins(context.now, "business hours", context.process.calendar) == context.now
