"""The response: roles, words for those who wait, the ladder while it lasts, the fix, and an end to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.drill.night import settings
from incident_actions.drill.rehearsal.cast import FIRST
from incident_actions.drill.rehearsal.prepared import are_asked, are_ready
from incident_actions.drill.rehearsal.tale import DECLARED, INCIDENT, MARGIN, Tale, listed, minutes
from incident_actions.drill.stage import Stage
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.time_text import format_moment
from incident_actions.model.process.process import Status
from incident_actions.timers.schedule import next_update

SETTINGS = "checkout/settings.yml"
BRANCH = "hotfix/restore-the-connection-pool"
MINUTE = timedelta(minutes=1)
SOON = 4
"""Minutes from one step of the responders to the next, where the process leaves it to them."""

WHATS_NEW = (
    "Payments fail for all customers since 02:55. We are on it.",
    "Still investigating. Release 41 went out at 02:51; we compare its settings.",
    "The connections to the database are used up. We prepare to restore their number.",
    "The restored number of connections is being tested.",
    "No news: the test still runs.",
)
HARM = "/impact Nobody could pay from 02:55 on; about 1,300 orders failed."
CAUSE = "/resolve Release 41 cut checkout's database connections from 50 to 5. They are restored."
GOES_WELL = (
    "Orders go through again. We keep watching.",
    "Still well: no failed payment since the fix.",
)


def has_roles(tale: Tale) -> bool:
    """Whether people have roles."""
    return bool(tale.process.roles)


def takes_roles(tale: Tale, on: Stage) -> None:
    """Everybody gets a role by the name that the process has for it."""
    holders = tale.cast.holders
    mine = [role for role in tale.process.roles if holders[role.key] == FIRST]
    given = [role for role in tale.process.roles if holders[role.key] != FIRST]
    lines = [*(f"/take {role.name}" for role in mine), *(f"/role {role.name} @{holders[role.key]}" for role in given)]
    on.comment(FIRST, INCIDENT, "\n".join(lines))
    tale.held |= set(holders)
    card = on.world.card(INCIDENT)
    on.expect(
        "the card names everybody by role; whoever is in command is assigned",
        ([role.name for role in given if f"{role.name}: @{holders[role.key]}" not in card], on.world.owners(INCIDENT)),
        ([], (holders["commander"],)),
    )


def has_room(tale: Tale) -> bool:
    """Whether the process wants a war room."""
    return bool(tale.targets.room or tale.process.links.room)


def meets(tale: Tale, on: Stage) -> None:
    """Where the responders talk, called as the process calls it."""
    room = tale.process.room_name(INCIDENT, DECLARED.date()) or f"#incident-{INCIDENT}"
    on.comment(FIRST, INCIDENT, "/room" if tale.process.links.room else f"/room {room}")
    on.expect(f"the card leads to {room}", room in on.world.card(INCIDENT))


def speaker(tale: Tale) -> str:
    """Who gives the updates."""
    return tale.cast.holders.get("comms", tale.cast.holders["commander"])


def updates(tale: Tale, on: Stage) -> None:
    """An update, and when the next one is due."""
    said = WHATS_NEW if tale.incident(on).phase is Phase.ACTIVE else GOES_WELL
    news = [each for each in said if each not in tale.spoken] or [said[-1]]
    tale.spoken.append(news[0])
    on.comment(speaker(tale), INCIDENT, f"/update {news[0]}")
    every = tale.severity.update_every or tale.process.update_every
    if every:
        at = on.world.last_words(INCIDENT, on.now) + minutes(every)
        on.expect(
            f"the next update is due {every} minutes later, at {at:%H:%M}",
            f"**{format_moment(at)}**" in on.world.card(INCIDENT),
        )


def speaks_first(tale: Tale, on: Stage) -> None:
    """The first words, and those that the process has ready for an update."""
    tale.passes(on, on.now + MINUTE)
    updates(tale, on)
    are_ready(tale, on, "update", on.world.card(INCIDENT))


def has_public(tale: Tale) -> bool:
    """Whether the process speaks to users."""
    audiences = " ".join(each.audience for each in tale.process.announcements).casefold()
    return bool(tale.targets.public_update) or any(each in audiences for each in ("public", "status page", "customer"))


def publishes(tale: Tale, on: Stage) -> None:
    """The only words that reach users."""
    tale.passes(on, on.now + MINUTE)
    text = "Payments fail at the moment. We are on it, and tell more within half an hour."
    on.comment(speaker(tale), INCIDENT, f"/publish {text}")
    on.expect(
        "published, word for word, on the card and on record",
        (text in on.world.card(INCIDENT), [each.text for each in tale.incident(on).published]),
        (True, [text]),
    )


def shows(tale: Tale, on: Stage, word: str) -> None:
    """The status word is on the issue, and the words that go with it are ready on the card."""
    on.expect(f"the label says {word}", tale.process.status_label(word) in on.world.labels(INCIDENT))
    are_ready(tale, on, word, on.world.card(INCIDENT))


def later_words(tale: Tale, phase: Phase) -> tuple[Status, ...]:
    """The status words of a phase that people move to themselves, in their order."""
    mine = tuple(each for each in tale.process.statuses if each.phase is phase)
    return mine[1:]


def has_words(tale: Tale) -> bool:
    """Whether there are status words between the first one and mitigation."""
    return bool(later_words(tale, Phase.ACTIVE))


def moves_along(tale: Tale, on: Stage) -> None:
    """The status words of the process, in their order."""
    for status in later_words(tale, Phase.ACTIVE):
        tale.passes(on, on.now + MINUTE)
        on.comment(FIRST, INCIDENT, f"/status {status.word}")
        shows(tale, on, status.word)


def lasts(tale: Tale) -> bool:
    """Whether anything comes round while it lasts."""
    return bool(tale.severity.update_every or tale.rungs("no progress", "not mitigated", "not resolved"))


def falls_silent(tale: Tale, on: Stage) -> None:
    """Nobody writes a word, until whatever chases silence has come round; then somebody does."""
    last = on.world.last_words(INCIDENT, on.now)
    waits = [minutes(rung.after) for rung in tale.rungs("no progress")]
    if tale.severity.update_every:
        waits.append((next_update(tale.incident(on), tale.process) or last) - last)
    tale.passes(on, last + max(waits, default=minutes(SOON)) + MARGIN * 2)
    updates(tale, on)


def climbs(tale: Tale) -> bool:
    """Whether the ladder goes on until it is over."""
    return bool(tale.rungs("not mitigated", "not resolved"))


def takes_longer(tale: Tale, on: Stage) -> None:
    """The rest of the ladder, with updates on time."""
    begun = tale.incident(on).declared
    rungs = [rung for rung in tale.rungs("not mitigated", "not resolved") if begun + minutes(rung.after) > on.now]
    for rung in rungs:
        _speaking_until(tale, on, begun + minutes(rung.after) + MARGIN * 2)


def _speaking_until(tale: Tale, on: Stage, until: datetime) -> None:
    """Let time pass, and give each update a minute before it is due."""
    while (due := next_update(tale.incident(on), tale.process)) is not None and due <= until:
        tale.passes(on, due - MINUTE)
        updates(tale, on)
    tale.passes(on, until)


def is_blocked(tale: Tale) -> bool:
    """Whether the ladder has a rung for being stuck."""
    return bool(tale.rungs("blocked"))


def escalates(tale: Tale, on: Stage) -> None:
    """Stuck: the rung that waits for nobody's minutes."""
    tale.passes(on, on.now + MINUTE)
    rung, *_ = tale.rungs("blocked")
    people = tale.cast.behind(rung.page, tale.held)
    said = on.comment(FIRST, INCIDENT, "/escalate we cannot reach the database's console")
    on.expect(f"called: {listed(people)}", [each for each in people if f"@{each}" not in "".join(said)], [])


def opens_the_hotfix(tale: Tale, on: Stage) -> None:
    """A branch, a draft pull request, and an issue for the fix where the process wants one."""
    _speaking_until(tale, on, on.now + MINUTE)
    on.comment(FIRST, INCIDENT, "/hotfix restore the connection pool")
    (tale.hotfix,) = [pull.number for pull in on.world.pulls()]
    on.expect(f"the branch {BRANCH} and its draft pull request #{tale.hotfix}", BRANCH in on.world.branches())
    wanted = set(tale.severity.fix_labels)
    if wanted:
        (hotfix,) = tale.incident(on).hotfixes
        on.expect(f"the fix has its issue, labelled {listed(sorted(wanted))}", on.world.labels(hotfix.issue), wanted)
    _speaking_until(tale, on, on.now + MINUTE)
    writer = tale.cast.holders.get("tech", FIRST)
    on.act(
        writer,
        f"pushes a commit to {BRANCH}: 50 connections again",
        "push",
        lambda: on.world.write(writer, BRANCH, SETTINGS, settings(50), "Restore 50 database connections"),
    )
    _speaking_until(tale, on, on.now + MINUTE)
    on.act(FIRST, f"merges #{tale.hotfix}", "merge hotfix", lambda: on.world.merge(FIRST, tale.hotfix))
    on.expect("the merge is on the timeline by itself", f"Hotfix #{tale.hotfix} merged" in on.world.card(INCIDENT))


def mitigates(tale: Tale, on: Stage) -> None:
    """Users no longer hurt; what the process calls that."""
    verify_ladder(tale, on)
    _speaking_until(tale, on, on.now + minutes(2))
    on.comment(FIRST, INCIDENT, "/mitigated orders go through again, errors at 0.0 %")
    reached = [each.word for each in tale.process.statuses if each.phase is Phase.MITIGATED]
    if reached:
        shows(tale, on, reached[0])
    else:
        on.expect("users no longer hurt since then", "mitigated" in tale.incident(on).milestones)


def has_watch(tale: Tale) -> bool:
    """Whether there is anything between mitigation and resolution."""
    return bool(tale.targets.watch or later_words(tale, Phase.MITIGATED))


def watches(tale: Tale, on: Stage) -> None:
    """As long as the process asks, with updates on time; then it says that the time is over."""
    mitigated = tale.incident(on).milestones["mitigated"]
    if tale.severity.update_every and tale.targets.watch:
        on.comment(speaker(tale), INCIDENT, "/cadence 60m")
        due = next_update(tale.incident(on), tale.process)
        on.expect("the next update is due within the hour", due is not None and due - on.now <= minutes(60))
    _speaking_until(tale, on, mitigated + minutes(tale.targets.watch) + MARGIN * 2)
    for status in later_words(tale, Phase.MITIGATED):
        on.comment(FIRST, INCIDENT, f"/status {status.word}")
        shows(tale, on, status.word)


def resolves(tale: Tale, on: Stage) -> None:
    """It is over: the last status word, the checklist, and the post-mortem's pull request."""
    _speaking_until(tale, on, on.now + minutes(SOON))
    heard = "\n".join(on.comment(FIRST, INCIDENT, f"{HARM}\n{CAUSE}"))
    process = tale.process
    word = process.first_status(Phase.RESOLVED)
    on.expect(
        f"the label says {word}, and that a post-mortem is owed; #1 stays open until it is merged",
        (on.world.state(INCIDENT), on.world.labels(INCIDENT)),
        (
            "open",
            {process.labels.incident, tale.severity.label, process.status_label(word), process.labels.postmortem_owed},
        ),
    )
    are_asked(tale, on, "resolved", heard)
    are_ready(tale, on, "resolved", heard)


def verify_ladder(tale: Tale, on: Stage) -> None:
    """Each rung that such an incident can reach by its minutes was reached, once for the first time."""
    reached = sorted(each.what for each in tale.fired if each.times == 0 and each.what in _names(tale))
    if _names(tale):
        on.expect(f"the whole ladder was climbed: {listed(_names(tale))}", reached, sorted(_names(tale)))


def _names(tale: Tale) -> list[str]:
    timed = tale.rungs("not acknowledged", "no progress", "not mitigated", "not resolved")
    return [rung.name for rung in timed]
