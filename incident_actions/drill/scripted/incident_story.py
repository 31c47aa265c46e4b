"""Scenes of the incident: from the form, over mitigation, to resolution."""

from incident_actions.drill.shop import INCIDENT, SETTINGS, settings
from incident_actions.drill.stage import Scene, Stage, UnexpectedResult

HOTFIX, ALERT = 2, 3
BRANCH = "hotfix/restore-the-connection-pool"
REFS = "/repos/{owner}/{repo}/git/refs"
GOING_OUT = "The fix is going out. Payments should work again within five minutes."
FORM = {
    "summary": "Checkout answers with an error 500. Four customers called within ten minutes.",
    "impact": "Nobody can pay, as far as we can tell.",
    "severity": "Not sure: work it out",
    "services": "checkout",
    "detected_by": "User report",
    "started_at": "02:55",
}


def file_the_form(on: Stage) -> None:
    """Let support file what it sees."""
    on.wait_until_utc("2026-03-05 03:07")
    on.perform(
        "mary",
        'files the form "Incident": Checkout answers with an error 500',
        "declare",
        lambda: on.repository.file_incident("mary", "Checkout answers with an error 500", FORM),
    )
    on.narration.print_reply("\n".join(on.repository.replies(INCIDENT)))
    on.show_card(INCIDENT)
    on.check(
        "#1 is labelled incident and status: investigating; one card, pinned to the top; the first steps in a comment",
        (on.repository.labels(INCIDENT), len(on.repository.comments(INCIDENT)), on.repository.is_card_pinned(INCIDENT)),
        ({"incident", "status: investigating"}, 2, True),
    )


def set_the_severity(on: Stage) -> None:
    """Refuse a severity from support, and take it from the responder on call."""
    on.wait_until_utc("2026-03-05 03:08")
    replies = on.comment("mary", INCIDENT, "/sev 1")
    on.check(
        "mary was told which role it takes; nothing changed",
        (len(replies), on.repository.labels(INCIDENT)),
        (1, {"incident", "status: investigating"}),
    )
    on.wait_until_utc("2026-03-05 03:10")
    on.comment("ada", INCIDENT, "/sev 1 every order fails")
    on.check("the label SEV-1 is on the issue", "SEV-1" in on.repository.labels(INCIDENT))


def take_command(on: Stage) -> None:
    """Post several commands in one comment."""
    on.wait_until_utc("2026-03-05 03:12")
    on.comment("ada", INCIDENT, "At my desk now, I have this one.\n/ack\n/ic\n/comms @grace\n/tech @linus")
    on.check("ada is assigned", on.repository.assignees(INCIDENT), ("ada",))


def post_updates(on: Stage) -> None:
    """Answer a typo with the nearest command, and take a note about an earlier time."""
    on.wait_until_utc("2026-03-05 03:15")
    replies = on.comment("grace", INCIDENT, "/udpate Payments fail for all customers since 02:55. We are on it.")
    on.check("the typo was met with the nearest command", "Did you mean `/update`?" in replies[0])
    on.wait_until_utc("2026-03-05 03:16")
    on.comment("grace", INCIDENT, "/update Payments fail for all customers since 02:55. We are on it.")
    on.check("the next update is due 15 minutes later", "| Next update | 03:31 |" in on.repository.card(INCIDENT))
    on.wait_until_utc("2026-03-05 03:19")
    on.comment("linus", INCIDENT, "/note 02:51 Release 41 went out; it cut the database connections from 50 to 5")
    earliest = on.repository.card(INCIDENT).rpartition("\n- ")[2]
    on.check("the note is the timeline's earliest line, at 02:51", earliest.startswith("[02:51]"))


def survive_a_dead_run(on: Stage) -> None:
    """Kill the run that opens the hotfix, and run it again."""
    on.wait_until_utc("2026-03-05 03:21")
    on.runs.kill_next_after(REFS)
    on.post_comment("ada", INCIDENT, "/status identified\n/hotfix restore the connection pool")
    dead = on.settle_one_run("/hotfix")
    on.narration.print_action(on.now, "the runner", "dies: the branch is made, and nobody was told")
    on.check(
        "there is a branch, and no pull request, no answer",
        (BRANCH in on.repository.branches(), on.repository.pulls(), dead.exit_code < 0),
        (True, [], True),
    )
    on.wait_until_utc("2026-03-05 03:22")
    on.narration.print_action(on.now, "ada", 'presses "Re-run"')
    if on.runs.run_again(dead.job):
        raise UnexpectedResult(f"the second run of /hotfix failed:\n{dead.job.log.read_text()}")
    on.requests["/hotfix"] = on.runs.requests[dead.job.id]
    on.narration.print_reply(on.repository.replies(INCIDENT)[-1], "👍")
    on.show_card(INCIDENT)
    mentions = [reply for reply in on.repository.replies(INCIDENT) if BRANCH in reply]
    on.check(
        "one branch, one draft pull request, one answer",
        (
            [each for each in on.repository.branches() if each != "main"],
            [each.number for each in on.repository.pulls()],
            len(mentions),
        ),
        ([BRANCH], [HOTFIX], 1),
    )


def merge_the_hotfix(on: Stage) -> None:
    """Merge an ordinary pull request, which goes on the timeline by itself."""
    on.wait_until_utc("2026-03-05 03:26")
    on.perform(
        "grace",
        f"pushes a commit to {BRANCH}: 50 connections again",
        "push",
        lambda: on.repository.commit_file("grace", BRANCH, SETTINGS, settings(50), "Restore 50 database connections"),
    )
    on.wait_until_utc("2026-03-05 03:29")
    on.perform(
        "ada",
        f"approves #{HOTFIX}",
        "review",
        lambda: on.repository.approve("ada", HOTFIX, "Just that one line. Good."),
    )
    on.wait_until_utc("2026-03-05 03:30")
    on.perform("grace", f"merges #{HOTFIX}", "merge hotfix", lambda: on.repository.merge("grace", HOTFIX))
    on.check("the merge is on the timeline by itself", f"Hotfix #{HOTFIX} merged" in on.repository.card(INCIDENT))
    on.comment("grace", INCIDENT, f"/update {GOING_OUT}\n/publish {GOING_OUT}")
    on.check("what users may read is published, word for word", f": {GOING_OUT} |" in on.repository.card(INCIDENT))


def mitigate(on: Stage) -> None:
    """Report that users are no longer affected."""
    on.wait_until_utc("2026-03-05 03:37")
    on.comment("ada", INCIDENT, "/mitigated 03:34 orders go through again, errors at 0.0 %")
    on.check(
        "the label says status: monitoring",
        on.repository.labels(INCIDENT),
        {"incident", "SEV-1", "status: monitoring"},
    )
    on.wait_until_utc("2026-03-05 03:38")
    on.comment("grace", INCIDENT, "/update Payments work again since 03:34. We keep watching.")


def open_action_item(on: Stage) -> None:
    """Open an action item at once; deliver its event twice, which changes nothing."""
    on.wait_until_utc("2026-03-05 03:41")
    text = "/action @linus 2026-03-13 Alert when the connection pool is nearly exhausted detect"
    on.post_comment("ada", INCIDENT, text)
    run = on.settle_one_run("/action")
    on.narration.print_reply("", "👍")
    on.check(
        "#3 is open, and linus is assigned",
        (on.repository.state(ALERT), on.repository.assignees(ALERT)),
        ("open", ("linus",)),
    )
    before = _state(on)
    on.narration.print_action(on.now, "GitHub", "delivers the same comment a second time")
    again = on.runs.run_again(run.job)
    on.requests["/action (delivered again)"] = on.runs.requests[run.job.id]
    on.check("nothing happened twice", (again, _state(on)), (0, before))


def _state(on: Stage) -> tuple[str, int, int]:
    return on.repository.card(INCIDENT), len(on.repository.comments(INCIDENT)), len(on.repository.issues())


def resolve(on: Stage) -> None:
    """Refuse a stranger, and let the commander resolve the incident."""
    on.wait_until_utc("2026-03-05 03:46")
    on.comment("stranger", INCIDENT, "Works for me again!\n/resolve")
    on.check("the incident still runs", "status: monitoring" in on.repository.labels(INCIDENT))
    on.wait_until_utc("2026-03-05 03:50")
    on.comment("grace", INCIDENT, "/impact Nobody could pay from 02:55 to 03:34; about 1,300 orders failed.")
    on.wait_until_utc("2026-03-05 03:52")
    on.comment("ada", INCIDENT, "/resolve Release 41 cut checkout's database connections from 50 to 5. Restored by #2.")
    on.check(
        "resolved, and open until its post-mortem is merged",
        (
            on.repository.state(INCIDENT),
            on.repository.labels(INCIDENT),
            [pull.number for pull in on.repository.pulls()],
        ),
        ("open", {"incident", "SEV-1", "status: resolved", "needs-postmortem"}, [HOTFIX, 4]),
    )


SCENES = (
    Scene(
        "Somebody notices",
        "Whoever sees it files a form. Within seconds the issue says what comes next.",
        file_the_form,
    ),
    Scene(
        "How bad is it?",
        "Anybody can report; rating it takes the role that the team chose. A refusal says why.",
        set_the_severity,
    ),
    Scene(
        "Somebody is in command",
        "One command a line, as many as you like. The commander coordinates; others fix and inform.",
        take_command,
    ),
    Scene(
        "Keeping people informed",
        "A SEV-1 promises an update every 15 minutes; the card keeps that in sight. A typo gets one reply.",
        post_updates,
    ),
    Scene(
        "A hotfix, and a run that dies",
        "Even a runner may die half way. The next run sees what is there, and does only what is missing.",
        survive_a_dead_run,
    ),
    Scene(
        "The fix goes out",
        "An ordinary pull request, reviewed and merged; the timeline writes itself.",
        merge_the_hotfix,
    ),
    Scene(
        "Users no longer hurt",
        "Mitigated comes before understood. The time is when it happened, not when it was typed.",
        mitigate,
    ),
    Scene(
        "A thought worth keeping",
        "What must be done later gets an issue now, with owner and date, while it is on everybody's mind.",
        open_action_item,
    ),
    Scene("It is over", "Resolving prepares the post-mortem; a SEV-1 stays open until people have merged it.", resolve),
)
