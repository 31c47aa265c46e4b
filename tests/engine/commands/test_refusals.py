"""Every refusal, as it is met and in the words that people read."""

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.text.messages import Refusal, all_messages
from tests.worlds import PROCESS, World

CHOICES = "\n".join(
    f"- `/sev {place}`: {each.label}, {each.definition}" for place, each in enumerate(PROCESS.severities, 1)
)
CASES = {
    "UnknownCommand": ("grace", "/resolv", "Unknown command `/resolv`. Did you mean `/resolve`? Nothing was changed."),
    "NotHere": ("grace", "/done #12", "`/done` works on the issue of an action item, so nothing was done here. Here it is `/resolve`."),
    "MayNot": ("linus", "/sev 1", "@linus, `/sev` needs the role **write** in this repository, and yours is **triage**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."),
    "CouldNotCheck": ("kim", "/ack", "GitHub did not return the role of `kim` in this repository, so `/ack` was not run. Post it again: `/ack`."),
    "WrongForm": ("grace", "/update", "`/update` takes this form: `/update <text>`. Nothing was changed."),
    "UnknownSeverity": ("grace", "/sev huge", f"`/sev` can't tell which severity `huge` means. Nothing was changed. Choose one:\n\n{CHOICES}"),
    "DrillNotHere": ("grace", "/drill", "`/drill` did nothing, because this issue is a real incident. To rehearse, open a new issue and comment `/drill` there."),
    "UnknownStatus": ("grace", "/status fine", "This process has no such status. Choose one: `/status Investigating`, `/status Identified`, `/status Monitoring`, `/status Resolved`. Nothing was changed."),
    "UnknownRole": ("grace", "/take captain", "This process has no such role. Choose one: `/role commander @user`, `/role comms @user`, `/role tech @user`, `/role scribe @user`. Nothing was changed."),
    "RoleNotHeld": ("grace", "/handoff ic @ada the pool is full", "No one is Incident commander yet, so there is nothing to hand over. To assign the role: `/role commander @ada`."),
    "NobodyToCall": ("grace", "/page cto", "No one was paged: `the CTO` has no one assigned. Page an account: `/page @user`. To have someone on call, set `on_call`, `contacts` or `escalation` in `.github/incidents.yml`."),
    "SpanNotUnderstood": ("grace", "/snooze a while on it", "`/snooze` can't read `a while on it` as a length of time. Try `30m`, `2h` or `1h30m`. Nothing was changed."),
    "SpanOutOfRange": ("grace", "/snooze 25h on it", "`/snooze` takes up to 24 hours, not 1 d 1 h. Nothing was changed. Try `/snooze 30m <reason>`."),
    "UnknownMilestone": ("grace", "/time lunch 12:00", "There is no such milestone. Choose one: `/time started 14:05`, `/time detected 14:05`, `/time acknowledged 14:05`, `/time mitigated 14:05`, `/time resolved 14:05`. Nothing was changed."),
    "NotAPerson": ("grace", "/ic @zoe", "`zoe` doesn't exist, or has no access to this repository. Nothing was changed. Check the spelling, as in `/ic @user`, or ask an administrator to add them under **Settings → Collaborators and teams**."),
    "TimeNotUnderstood": ("grace", "/time started soonish", "`/time` can't read `soonish` as a time. Try `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`. Nothing was changed."),
    "TimeAhead": ("grace", "/note 2026-03-05T10:00Z the future", "2026-03-05 10:00 UTC is in the future, so `/note` changed nothing. Type a time that has passed, such as `14:05` or `20m ago`."),
    "OutOfOrder": ("grace", "/detected 14:00\n/started 13:00\n/detected 12:50", "`/detected`: *detected* at 12:50 UTC must be after *started*, which was at 13:00 UTC. Nothing was changed. If that time is wrong, correct it first: `/time started <time>`."),
    "DayPassed": ("grace", "/action @grace 2026-03-01 too late", "2026-03-01 is in the past. `/action` needs a day from today on, such as `friday` or `in 2 weeks`. Nothing was changed."),
    "ReasonMissing": ("grace", "/resolve\n/reopen", "`/reopen` needs a reason: `/reopen <reason>`. Nothing was changed."),
    "CannotUndo": ("grace", "/undo", "`/undo`: a command can't be undone. Type it again with the right value, for example `/sev 2`. The timeline keeps both."),
    "OneCommandPerLine": ("grace", "/ack /sev 1", "`/ack` has another command on its line, so nothing was done. Post one command a line:\n\n```\n/ack\n/sev 1\n```"),
    "OnePersonOnly": ("grace", "/ic @ada @linus", "`/ic` takes one person, not `@ada @linus`. Type `/ic @ada`. Nothing was changed."),
    "CannotRunCommands": ("grace", "/ic @mary", "`mary` has the role **read** in this repository and needs **triage** to run commands, so `/ic` changed nothing. Name somebody else, as in `/ic @user`, or ask an administrator to grant the role under **Settings → Collaborators and teams**."),
    "AtMissing": ("grace", "/action linus friday Fix it", "`/action` needs an `@` before the owner's login. Type `/action @linus friday Fix it`. Nothing was changed."),
    "DayNotUnderstood": ("grace", "/action @grace 31.12.2026 Fix it", "`/action` can't read `31.12.2026` as a date. Try `2026-03-18`, `friday`, `in 2 weeks` or `end of month`. Nothing was changed."),
    "TimeOfYesterday": ("grace", "/started 15:30", "`15:30` has not come yet today, and yesterday's was before this incident began (2026-03-04 14:00 UTC). Nothing was changed. If you mean yesterday: `/started 15:30 yesterday`."),
    "MilestoneAhead": ("grace", "/time resolved 14:00", "This incident is not resolved yet, so there is no time to correct. When it is, comment `/resolve`."),
    "StepNotAllowed": ("grace", "/reopen too early", "`/reopen` did nothing, because this incident is **active**. You can use `/mitigated` or `/resolve`."),
    "NowhereToMove": ("grace", "/private", "`/private` moved nothing, because the configuration names no private repository. **Write no further word about it here.**\n\n1. An administrator opens a draft security advisory, which only they and the people whom they add can read: https://github.com/acme/shop/security/advisories/new\n"),
    "NoSuchIssue": ("grace", "/duplicate #7", "An incident can't be a duplicate of itself. Name the other one: `/duplicate #12`. Nothing was changed."),
}  # fmt: skip
ELSEWHERE = {
    "EditedBeforeRead", "TooMuch", "NoSuchRef", "NotLinked", "NoSuchLine", "SeveralLines", "NotPermitted", "PostmortemStands", "PostmortemOlder", "NothingToAccept", "ItemVague", "DueBeyondLimit",
    "EvidenceNotGood", "LinkWithoutReason", "ItemDoneAlready", "EvidenceNotAwaited", "NowhereToEscalate",
    "LogFlawed", "OtherWorkflows", "FreezeNotSetUp", "NothingFrozen", "OnlySnoozeHere",
    "CannotRollBack", "RollBackManually",
    "NotARepository", "SeveralRepositories",
    "CannotMove", "MovedAlready", "UnknownService", "AlreadyOver",
    "IncidentFirst", "UnknownScenario", "NotInDrill", "OutsideDrill",
}  # fmt: skip


@pytest.mark.parametrize(("reason", "case"), CASES.items(), ids=list(CASES))
def test_a_refusal_says_what_was_wrong_and_the_right_form(reason: str, case: tuple[str, str, str]) -> None:
    who, text, words = case
    world = World()

    said = world.ask(who, text)

    assert words in "\n\n".join(said)
    kept = [entry.reason for entry in world.entries() if isinstance(entry, e.CommandRefused)]
    assert kept == ([] if reason == "CouldNotCheck" else [reason])


def test_every_kind_of_refusal_is_met_by_a_test() -> None:
    assert {kind.__name__ for kind in all_messages() if issubclass(kind, Refusal)} == set(CASES) | ELSEWHERE


def test_everything_that_was_wrong_in_a_comment_makes_one_reply() -> None:
    world = World()

    said = world.ask("grace", "/sev 1\n/frob\n/update\n/ack")

    assert said == [
        (
            "**Done:** `/sev 1`, `/ack`. **Not done:** `/frob`, `/update`.\n\nUnknown command `/frob`. `/help` lists the commands. Nothing was changed.\n\n`/update` takes this form: `/update <text>`. Nothing was changed."
        )
    ]
    assert (world.incident.severity, "acknowledged" in world.incident.milestones) == ("SEV-1", True)


def test_a_refused_comment_is_marked_so_and_an_accepted_one_too() -> None:
    world = World()

    world.ask("linus", "/sev 1")
    world.ask("grace", "/sev 1")

    people = [one for one in world.comments.values() if not one.author.bot]
    assert [one.reactions for one in people] == [frozenset({"confused"}), frozenset({"+1"})]


def test_another_post_mortem_is_refused_once_the_first_is_merged() -> None:
    world = World()
    world.ask("grace", "/sev 1\n/resolve")
    (pull,) = world.pulls
    world.merge(pull)
    world.run()

    said = world.ask("grace", "/postmortem")

    assert said == [
        f"`/postmortem` changed nothing, because the post-mortem exists already: #{pull} (`docs/incidents/2026-03-04-checkout-is-down.md`)."
    ]
