"""Scenes of a rehearsal's response: roles, statuses, escalation, the fix, and the resolution."""

from __future__ import annotations

from incident_actions.drill.rehearsal.people import FIRST
from incident_actions.drill.rehearsal.prepared_words import (
    applicable_steps,
    expect_checklists,
    expect_declared_words,
    expect_ready_words,
)
from incident_actions.drill.rehearsal.timeline import DECLARED, MARGIN, Timeline, join_names, minutes_span
from incident_actions.drill.rehearsal.updates import MINUTE, SOON, update_author, update_until
from incident_actions.drill.shop import INCIDENT, SETTINGS, settings
from incident_actions.drill.stage import Stage
from incident_actions.engine.announcement_values import CAUSE_STATUS
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Status
from incident_actions.timers.schedule import next_update

BRANCH = "hotfix/restore-the-connection-pool"
HARM = "/impact Nobody could pay from 02:55 on. About 1,300 orders failed."
CAUSE = "/resolve Release 41 cut checkout's database connections from 50 to 5. We restored them."
FOUND = "a release that left checkout too few database connections"


def has_roles(timeline: Timeline) -> bool:
    """Whether the process has roles."""
    return bool(timeline.process.roles)


def assign_roles(timeline: Timeline, on: Stage) -> None:
    """Assign every role by the name that the process has for it."""
    holders = timeline.participants.holders
    mine = [role for role in timeline.process.roles if holders[role.key] == FIRST]
    given = [role for role in timeline.process.roles if holders[role.key] != FIRST]
    lines = [*(f"/take {role.name}" for role in mine), *(f"/role {role.name} @{holders[role.key]}" for role in given)]
    on.comment(FIRST, INCIDENT, "\n".join(lines))
    timeline.assigned_roles |= set(holders)
    card = on.repository.card(INCIDENT)
    on.check(
        "the card lists every role, and #1 is assigned to the person in command",
        (
            [role.name for role in given if f"{role.name}: @{holders[role.key]}" not in card],
            on.repository.assignees(INCIDENT),
        ),
        ([], (holders["commander"],)),
    )
    expect_declared_words(timeline, on)


def has_room(timeline: Timeline) -> bool:
    """Whether the process wants a war room."""
    return bool(timeline.targets.room or timeline.process.links.room)


def open_room(timeline: Timeline, on: Stage) -> None:
    """Open the war room, under the name that the process gives it."""
    room = timeline.process.room_name(INCIDENT, DECLARED.date()) or f"#incident-{INCIDENT}"
    on.comment(FIRST, INCIDENT, "/room" if timeline.process.links.room else f"/room {room}")
    on.check(f"the card links to {room}", room in on.repository.card(INCIDENT))


def expect_status(timeline: Timeline, on: Stage, word: str) -> None:
    """Check that the issue has a status label, and that its card has the announcements for it."""
    on.check(
        f"the status label is now {timeline.process.status_label(word)}",
        timeline.process.status_label(word) in on.repository.labels(INCIDENT),
    )
    expect_ready_words(timeline, on, word, on.repository.card(INCIDENT))


def later_statuses(timeline: Timeline, phase: Phase) -> tuple[Status, ...]:
    """Return the statuses of a phase that people set themselves, in their order."""
    mine = tuple(each for each in timeline.process.statuses if each.phase is phase)
    return mine[1:]


def has_later_statuses(timeline: Timeline) -> bool:
    """Whether there are statuses between the first one and mitigation."""
    return bool(later_statuses(timeline, Phase.ACTIVE))


def set_later_statuses(timeline: Timeline, on: Stage) -> None:
    """Set the statuses of the process, in their order."""
    for status in later_statuses(timeline, Phase.ACTIVE):
        timeline.pass_time(on, on.now + MINUTE)
        cause = f" {FOUND}" if status.word.casefold() == CAUSE_STATUS else ""
        on.comment(FIRST, INCIDENT, f"/status {status.word}{cause}")
        expect_status(timeline, on, status.word)


def has_manual_escalation(timeline: Timeline) -> bool:
    """Whether the ladder has a step for responders who are blocked."""
    return bool(timeline.escalation_steps("blocked"))


def escalate(timeline: Timeline, on: Stage) -> None:
    """Escalate by command, without waiting for the step's minutes."""
    timeline.pass_time(on, on.now + MINUTE)
    rung, *_ = timeline.escalation_steps("blocked")
    people = timeline.participants.resolve(rung.page, timeline.assigned_roles)
    words = on.comment(FIRST, INCIDENT, "/escalate we can't reach the database console")
    on.check(f"paged: {join_names(people)}", [each for each in people if f"@{each}" not in "".join(words)], [])


def open_hotfix(timeline: Timeline, on: Stage) -> None:
    """Open a branch, a draft pull request, and an issue for the fix if the process wants one; then merge it."""
    update_until(timeline, on, on.now + MINUTE)
    on.comment(FIRST, INCIDENT, "/hotfix restore the connection pool")
    (timeline.hotfix,) = [pull.number for pull in on.repository.pulls()]
    on.check(
        f"there is a branch {BRANCH} with the draft pull request #{timeline.hotfix}", BRANCH in on.repository.branches()
    )
    wanted = set(timeline.severity.fix_labels)
    if wanted:
        (hotfix,) = timeline.read_incident(on).hotfixes
        on.check(
            f"the fix has an issue, labelled {join_names(sorted(wanted))}", on.repository.labels(hotfix.issue), wanted
        )
    update_until(timeline, on, on.now + MINUTE)
    writer = timeline.participants.holders.get("tech", FIRST)
    on.perform(
        writer,
        f"pushes a commit to {BRANCH}: 50 connections again",
        "push",
        lambda: on.repository.commit_file(writer, BRANCH, SETTINGS, settings(50), "Restore 50 database connections"),
    )
    update_until(timeline, on, on.now + MINUTE)
    on.perform(FIRST, f"merges #{timeline.hotfix}", "merge hotfix", lambda: on.repository.merge(FIRST, timeline.hotfix))
    on.check("the timeline has the merge", f"#{timeline.hotfix} merged" in on.repository.card(INCIDENT))


def mitigate(timeline: Timeline, on: Stage) -> None:
    """Report that users are no longer affected, and check the status for it."""
    check_ladder(timeline, on)
    update_until(timeline, on, on.now + minutes_span(2))
    replies = on.comment(FIRST, INCIDENT, "/mitigated Orders go through again. Error rate 0.0 %.")
    reached = [each.word for each in timeline.process.statuses if each.phase is Phase.MITIGATED]
    if reached:
        expect_status(timeline, on, reached[0])
        expect_checklists(timeline, on, "mitigated", "\n".join(replies))
        _tick_step(timeline, on)
    else:
        on.check(
            "the record says that users are no longer affected", "mitigated" in timeline.read_incident(on).milestones
        )


def _tick_step(timeline: Timeline, on: Stage) -> None:
    """Tick a step of what is to be verified, if the process has any, and check that the card counts it."""
    if applicable_steps(timeline, "mitigated"):
        on.perform(
            FIRST, "ticks the first step of the checklist", "tick", lambda: on.repository.tick_step(FIRST, INCIDENT)
        )
        count = len(applicable_steps(timeline, "mitigated"))
        on.check(
            f"the card shows that 1 of {count} steps is done", f"[1 of {count} done](" in on.repository.card(INCIDENT)
        )


def has_watch(timeline: Timeline) -> bool:
    """Whether there is anything between mitigation and resolution."""
    return bool(timeline.targets.watch or later_statuses(timeline, Phase.MITIGATED))


def watch(timeline: Timeline, on: Stage) -> None:
    """Watch for as long as the process asks, with updates on time."""
    mitigated = timeline.read_incident(on).milestones["mitigated"]
    if timeline.severity.update_every and timeline.targets.watch:
        on.comment(update_author(timeline), INCIDENT, "/cadence 60m")
        due = next_update(timeline.read_incident(on), timeline.process)
        on.check("the next update is due within the hour", due is not None and due - on.now <= minutes_span(60))
    update_until(timeline, on, mitigated + minutes_span(timeline.targets.watch) + MARGIN * 2)
    for status in later_statuses(timeline, Phase.MITIGATED):
        on.comment(FIRST, INCIDENT, f"/status {status.word}")
        expect_status(timeline, on, status.word)


def resolve(timeline: Timeline, on: Stage) -> None:
    """Resolve the incident, and check its status, its checklist and its post-mortem."""
    update_until(timeline, on, on.now + minutes_span(SOON))
    replies = "\n".join(on.comment(FIRST, INCIDENT, f"{HARM}\n{CAUSE}"))
    process = timeline.process
    status = process.status_label(process.first_status(Phase.RESOLVED))
    owed = {status, process.labels.postmortem_owed, process.labels.review} - {""}
    on.check(
        f"#1 is labelled {join_names(sorted(owed))}, and stays open until the post-mortem is merged",
        (on.repository.state(INCIDENT), on.repository.labels(INCIDENT)),
        ("open", {process.labels.incident, timeline.severity.label} | owed),
    )
    if not any(each.phase is Phase.MITIGATED for each in process.statuses):
        expect_checklists(timeline, on, "mitigated", replies)
    expect_checklists(timeline, on, "resolved", replies)
    expect_ready_words(timeline, on, "resolved", replies)


def check_ladder(timeline: Timeline, on: Stage) -> None:
    """Check that each escalation step that such an incident can reach fired, once for the first time."""
    reached = sorted(
        each.what for each in timeline.fired_timers if each.times == 0 and each.what in _timed_steps(timeline)
    )
    if _timed_steps(timeline):
        on.check(
            f"every timed escalation step was reached: {join_names(_timed_steps(timeline))}",
            reached,
            sorted(_timed_steps(timeline)),
        )


def _timed_steps(timeline: Timeline) -> list[str]:
    timed = timeline.escalation_steps("not acknowledged", "no progress", "not mitigated", "not resolved")
    return [rung.name for rung in timed]
