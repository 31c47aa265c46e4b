"""Every refusal, as it is met and in the words that people read."""

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.text.messages import Refusal, all_messages
from tests.worlds import World

KNOWN_SEVERITIES = "`1` or `SEV-1`, `2` or `SEV-2`, `3` or `SEV-3`, `4` or `SEV-4`"
CASES = {
    "UnknownCommand": ("grace", "/resolv", "`/resolv` is no command here. Did you mean `/resolve`? Nothing was done for it."),
    "NotHere": ("grace", "/done #12", "`/done` belongs on an action item's own issue. Nothing was done for it."),
    "MayNot": ("linus", "/sev 1", "@linus, `/sev` needs the role **write** in this repository; yours is **triage**. Nothing was done for it."),
    "CouldNotCheck": ("kim", "/ack", "GitHub did not tell which role `kim` has in this repository, so `/ack` was not carried out. That is not a refusal: please comment it again."),
    "WrongForm": ("grace", "/update", "`/update` needs more: `/update <text>`. Nothing was done for it."),
    "UnknownSeverity": ("grace", "/sev huge", f"`/sev` knows these severities: {KNOWN_SEVERITIES}. Nothing was changed."),
    "UnknownStatus": ("grace", "/status fine", "`/status` knows these words: `Investigating`, `Identified`, `Monitoring`, `Resolved`. Nothing was changed."),
    "UnknownRole": ("grace", "/take captain", "`/take` knows these roles: `commander`, `comms`, `tech`, `scribe`. Nothing was changed."),
    "RoleNotHeld": ("grace", "/handoff ic @ada the pool is full", "`/handoff`: nobody holds Incident commander, so there is nothing to hand over. Right: `/role commander @ada`."),
    "NobodyToCall": ("grace", "/page cto", "`/page` called nobody: nobody stands behind `the CTO`. Set `on_call`, `contacts` or `escalation` in `.github/incidents.yml`; until then, `/page @user`."),
    "SpanNotUnderstood": ("grace", "/snooze a while on it", "`a while on it` is no length of time that `/snooze` understands. Right: `30m`, `2h` or `1h30m`."),
    "SpanOutOfRange": ("grace", "/snooze 25h on it", "1 d 1 h is too long for `/snooze`: it takes at most 24 hours. Nothing was changed."),
    "UnknownMilestone": ("grace", "/time lunch 12:00", "`/time` knows these milestones: `started`, `detected`, `acknowledged`, `mitigated`, `resolved`. Right: `/time mitigated 14:05`."),
    "NotAPerson": ("grace", "/ic @zoe", "`zoe` has no access to this repository, or does not exist. `/ic` was not carried out."),
    "TimeNotUnderstood": ("grace", "/time started soonish", "`soonish` is no time that `/time` understands. Right: `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`."),
    "TimeAhead": ("grace", "/note 2026-03-05T10:00Z the future", "2026-03-05 10:00 UTC has not come yet, so `/note` cannot have happened then. Nothing was changed."),
    "OutOfOrder": ("grace", "/started 13:00\n/detected 12:50", "`/detected`: detected at 2026-03-04 12:50 UTC must be after started, which is 2026-03-04 13:00 UTC. Nothing was changed. If the other one is wrong, correct it first: `/time started <time>`."),
    "DayPassed": ("grace", "/action @grace 2026-03-01 too late", "2026-03-01 is over; `/action` needs a day that lies ahead. Nothing was done for it."),
    "ReasonMissing": ("grace", "/resolve\n/reopen", "`/reopen` goes on record, and the record wants to know why: `/reopen <reason>`. Nothing was done for it."),
    "StepNotAllowed": ("grace", "/reopen too early", "`/reopen` is not possible: this incident is **active**. Possible now: `/mitigated, /resolve`."),
    "NoSuchIssue": ("grace", "/duplicate #7", "`/duplicate`: an incident is not a duplicate of itself. Right: `/duplicate #12`."),
}  # fmt: skip
ELSEWHERE = {
    "EditedBeforeRead", "TooMuch", "DayNotUnderstood", "NoSuchRef", "NotPermitted", "PostmortemStands", "NowhereToEscalate",
    "LogFlawed", "OtherWorkflows",
    "NotARepository", "SeveralRepositories",
}  # fmt: skip


@pytest.mark.parametrize(("reason", "case"), CASES.items(), ids=list(CASES))
def test_a_refusal_says_what_was_wrong_and_the_right_form(reason: str, case: tuple[str, str, str]) -> None:
    who, text, words = case
    world = World()

    said = world.ask(who, text)

    assert words in said
    kept = [entry.reason for entry in world.entries() if isinstance(entry, e.CommandRefused)]
    assert kept == ([] if reason == "CouldNotCheck" else [reason])


def test_every_kind_of_refusal_is_met_by_a_test() -> None:
    assert {kind.__name__ for kind in all_messages() if issubclass(kind, Refusal)} == set(CASES) | ELSEWHERE


def test_everything_that_was_wrong_in_a_comment_makes_one_reply() -> None:
    world = World()

    said = world.ask("grace", "/sev 1\n/frob\n/update\n/ack")

    assert said == [
        (
            "`/frob` is no command here. `/help` shows what there is. Nothing was done for it.\n\n"
            "`/update` needs more: `/update <text>`. Nothing was done for it."
        )
    ]
    assert (world.incident.severity, "acknowledged" in world.incident.milestones) == ("SEV-1", True)


def test_a_refused_comment_is_marked_so_and_an_accepted_one_too() -> None:
    world = World()

    world.ask("linus", "/sev 1")
    world.ask("grace", "/sev 1")

    people = [one for one in world.comments.values() if not one.author.bot]
    assert [one.reactions for one in people] == [{"confused": 1}, {"+1": 1}]


def test_a_second_post_mortem_is_refused_while_the_first_stands() -> None:
    world = World()
    world.ask("grace", "/sev 1\n/resolve")
    (pull,) = world.pulls

    said = world.ask("grace", "/postmortem")

    assert said == [
        f"The post-mortem already exists in #{pull}: `docs/incidents/2026-03-04-checkout-is-down.md`. `/postmortem` changed nothing."
    ]
