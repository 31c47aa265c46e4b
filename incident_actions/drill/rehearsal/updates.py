"""Scenes of a rehearsal's updates: the first ones, those that come too late, and those on time."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.drill.rehearsal.prepared_words import expect_completed_words, expect_ready_words
from incident_actions.drill.rehearsal.timeline import MARGIN, Timeline, minutes_span
from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Stage
from incident_actions.model.incident.phase import Phase
from incident_actions.timers.schedule import next_update

MINUTE = timedelta(minutes=1)
SOON = 4
"""Minutes between two steps of the responders, unless the process says otherwise."""

WHATS_NEW = (
    "Payments have been failing for all customers since 02:55. We're investigating.",
    "Still investigating. Release 41 went out at 02:51. We're comparing its settings.",
    "Checkout has run out of database connections. We're preparing to restore their number.",
    "We're testing the restored number of connections.",
    "Nothing new: the test is still running.",
)
GOES_WELL = (
    "Orders go through again. We're watching.",
    "No payment has failed since the fix.",
)


def update_author(timeline: Timeline) -> str:
    """Return who posts the updates."""
    return timeline.participants.holders.get("comms", timeline.participants.holders["commander"])


def post_update(timeline: Timeline, on: Stage) -> None:
    """Post an update, and check when the next one is due."""
    words = WHATS_NEW if timeline.read_incident(on).phase is Phase.ACTIVE else GOES_WELL
    news = [each for each in words if each not in timeline.posted_updates] or [words[-1]]
    timeline.posted_updates.append(news[0])
    on.comment(update_author(timeline), INCIDENT, f"/update {news[0]}")
    every = timeline.process.update_every_of(timeline.severity)
    if every:
        at = on.repository.last_comment_at(INCIDENT, on.now) + minutes_span(every)
        on.check(
            f"the next update is due {every} minutes later, at {at:%H:%M}",
            f"| Next update | {timeline.card_time(at, on)}" in on.repository.card(INCIDENT),
        )


def post_first_update(timeline: Timeline, on: Stage) -> None:
    """Post the first update, and check the announcements for it."""
    timeline.pass_time(on, on.now + MINUTE)
    post_update(timeline, on)
    expect_completed_words(timeline, on)
    expect_ready_words(timeline, on, "update", on.repository.card(INCIDENT))


def has_public_updates(timeline: Timeline) -> bool:
    """Whether the process informs users."""
    audiences = " ".join(each.audience for each in timeline.process.announcements).casefold()
    return bool(timeline.targets.public_update) or any(
        each in audiences for each in ("public", "status page", "customer")
    )


def publish(timeline: Timeline, on: Stage) -> None:
    """Publish words for users."""
    timeline.pass_time(on, on.now + MINUTE)
    text = "Payments are failing at the moment. We're working on it and will post more within half an hour."
    on.comment(update_author(timeline), INCIDENT, f"/publish {text}")
    on.check(
        "the text is on the card and in the record, word for word",
        (text in on.repository.card(INCIDENT), [each.text for each in timeline.read_incident(on).published]),
        (True, [text]),
    )


def has_recurring_timers(timeline: Timeline) -> bool:
    """Whether any timer fires while the incident lasts."""
    return bool(
        timeline.severity.update_every or timeline.escalation_steps("no progress", "not mitigated", "not resolved")
    )


def stop_updating(timeline: Timeline, on: Stage) -> None:
    """Post nothing until each timer that asks for updates has fired; then post an update."""
    last = on.repository.last_comment_at(INCIDENT, on.now)
    waits = [minutes_span(rung.after) for rung in timeline.escalation_steps("no progress")]
    if timeline.severity.update_every:
        waits.append((next_update(timeline.read_incident(on), timeline.process) or last) - last)
    timeline.pass_time(on, last + max(waits, default=minutes_span(SOON)) + MARGIN * 2)
    post_update(timeline, on)


def has_late_escalations(timeline: Timeline) -> bool:
    """Whether the ladder has steps until mitigation or resolution."""
    return bool(timeline.escalation_steps("not mitigated", "not resolved"))


def reach_late_escalations(timeline: Timeline, on: Stage) -> None:
    """Reach the rest of the ladder, with updates on time."""
    declared = timeline.read_incident(on).declared
    rungs = [
        rung
        for rung in timeline.escalation_steps("not mitigated", "not resolved")
        if declared + minutes_span(rung.after) > on.now
    ]
    for rung in rungs:
        update_until(timeline, on, declared + minutes_span(rung.after) + MARGIN * 2)


def update_until(timeline: Timeline, on: Stage, until: datetime) -> None:
    """Let time pass until a moment, and post each update a minute before it is due."""
    while (due := next_update(timeline.read_incident(on), timeline.process)) is not None and due <= until:
        timeline.pass_time(on, due - MINUTE)
        post_update(timeline, on)
    timeline.pass_time(on, until)
