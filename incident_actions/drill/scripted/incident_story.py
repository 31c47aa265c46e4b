"""Scenes of the incident: from the report, over an escalation and a missed update, to the resolution."""

from incident_actions.drill.shop import BAD, GOOD, INCIDENT, SETTINGS, TITLE
from incident_actions.drill.stage import Scene, Stage, UnexpectedResult, is_overdue
from incident_actions.model.incident.incident import Incident, fold

ROLLBACK, ALERT = 2, 3
RELEASE, EARLIER_RELEASE = "v41", "v40"
BRANCH = f"hotfix/revert-{RELEASE}"
REFS = "/repos/{owner}/{repo}/git/refs"
FIRST_UPDATE = "Payments have been failing for all customers since 02:55. We're investigating."
GOING_OUT = "The fix is being deployed. Payments should work again within five minutes."
OVER = "Payments have worked normally since 03:34. Orders that failed were not charged. We're sorry for the trouble."
FORM = {
    "summary": "Checkout returns HTTP 500. Four customers have called within ten minutes.",
    "impact": "Nobody can pay, as far as we can tell.",
    "severity": "Not sure: work it out",
    "services": "checkout",
    "detected_by": "User report",
    "started_at": "02:55",
}


def read_incident(on: Stage) -> Incident:
    """Return the incident as its record on the server has it; raises UnexpectedResult if there is none."""
    found = fold(INCIDENT, on.repository.record(INCIDENT))
    if found is None:
        raise UnexpectedResult(f"#{INCIDENT} holds no record of an incident")
    return found


def release_and_report(on: Stage) -> None:
    """Release the bad change, and let customer support file the form."""
    release_a_bad_change(on)
    report_outage(on)


def release_a_bad_change(on: Stage) -> None:
    """Release a change that leaves checkout five connections to its database."""
    on.repository.release("linus", EARLIER_RELEASE)
    on.wait_until_utc("2026-03-05 02:51")
    on.repository.commit_file("linus", "main", SETTINGS, BAD, "Move checkout's settings into one file")
    on.perform("linus", f"publishes release {RELEASE}", "release", lambda: on.repository.release("linus", RELEASE))


def report_outage(on: Stage) -> None:
    """Let customer support file the form."""
    on.wait_until_utc("2026-03-05 03:07")
    on.perform(
        "mary",
        f'files the form "Incident": {TITLE}',
        "declare",
        lambda: on.repository.file_incident("mary", TITLE, FORM),
    )
    replies = on.repository.replies(INCIDENT)
    on.narration.print_reply("\n".join(replies))
    on.show_card(INCIDENT)
    on.check(
        "#1 has the labels incident and status: investigating, and one card, which is pinned",
        (on.repository.labels(INCIDENT), bool(on.repository.card(INCIDENT)), on.repository.is_card_pinned(INCIDENT)),
        ({"incident", "status: investigating"}, True, True),
    )
    on.check("grace, who is on call, was paged", "@grace" in "".join(replies))


def leave_page_unanswered(on: Stage) -> None:
    """Let five minutes pass, so that the escalation ladder pages the next people."""
    on.wait_until_utc("2026-03-05 03:12:20")
    replies = on.run_clock(INCIDENT)
    on.check(
        "after five minutes, the second on call (ada) and the tech lead (linus) were paged",
        [name in "".join(replies) for name in ("@ada", "@linus", "@grace")],
        [True, True, False],
    )


def take_command(on: Stage) -> None:
    """Post several commands in one comment."""
    on.wait_until_utc("2026-03-05 03:14")
    on.comment("ada", INCIDENT, "I'll take this one.\n/sev 1 every order fails\n/ack\n/ic\n/tech @linus")
    on.check(
        "#1 is labelled SEV-1 and assigned to ada",
        ("SEV-1" in on.repository.labels(INCIDENT), on.repository.assignees(INCIDENT)),
        (True, ("ada",)),
    )


def post_updates(on: Stage) -> None:
    """Answer a typo with the right command, and take a note about an earlier time."""
    on.wait_until_utc("2026-03-05 03:16")
    typed = f"My phone was on silent, sorry. I'll write the updates.\n/comms\n/udpate {FIRST_UPDATE}"
    replies = on.comment("grace", INCIDENT, typed)
    on.check("the reply suggests /update; grace is Comms lead all the same", _suggestion(on, replies), (True, "grace"))
    on.wait_until_utc("2026-03-05 03:17")
    on.comment("grace", INCIDENT, f"/update {FIRST_UPDATE}")
    on.check(
        "the card says that the next update is due 15 minutes later, at 03:32", "03:32" in on.next_update_row(INCIDENT)
    )
    on.wait_until_utc("2026-03-05 03:19")
    on.comment("linus", INCIDENT, "/note 02:51 Release 41 went out. It cut the database connections from 50 to 5.")
    on.check("the timeline has the note at 02:51, when it happened", "[02:51](" in on.repository.card(INCIDENT))


def _suggestion(on: Stage, replies: list[str]) -> tuple[bool, str]:
    return "Did you mean `/update" in "".join(replies), read_incident(on).roles.get("comms", "")


def survive_a_dead_run(on: Stage) -> None:
    """Ask what can be rolled back, kill the run that opens the rollback, and run it again."""
    on.wait_until_utc("2026-03-05 03:20")
    (candidates,) = on.comment("ada", INCIDENT, "/rollback")
    on.check("the reply names the last release, with the command to copy", f"`/rollback {RELEASE}`" in candidates)
    on.wait_until_utc("2026-03-05 03:21")
    on.runs.kill_next_after(REFS)
    on.post_comment("ada", INCIDENT, f"/status identified\n/rollback {RELEASE}")
    dead = on.settle_one_run("/rollback")
    on.narration.print_action(on.now, "GitHub", "loses the runner, right after the run created the branch")
    on.check(
        "the branch exists, and there is no pull request and no reply yet",
        (BRANCH in on.repository.branches(), on.repository.pulls(), dead.exit_code < 0),
        (True, [], True),
    )
    on.wait_until_utc("2026-03-05 03:22")
    on.narration.print_action(on.now, "ada", 'clicks "Re-run jobs"')
    if on.runs.run_again(dead.job):
        raise UnexpectedResult(f"the second run of /rollback failed:\n{dead.job.log.read_text()}")
    on.requests["/rollback"] = on.runs.requests[dead.job.id]
    on.narration.print_reply(on.repository.replies(INCIDENT)[-1], "👍")
    on.show_card(INCIDENT)
    mentions = [reply for reply in on.repository.replies(INCIDENT) if f"Opened #{ROLLBACK}" in reply]
    on.check(
        "there is one branch, one draft pull request, and one reply",
        (
            [each for each in on.repository.branches() if each != "main"],
            [each.number for each in on.repository.pulls()],
            len(mentions),
        ),
        ([BRANCH], [ROLLBACK], 1),
    )


def ship_the_fix(on: Stage) -> None:
    """Merge the rollback, and miss an update meanwhile."""
    merge_the_rollback(on)
    miss_an_update(on)


def merge_the_rollback(on: Stage) -> None:
    """Review and merge an ordinary pull request, which has the revert already."""
    on.wait_until_utc("2026-03-05 03:29")
    on.perform(
        "linus", f"approves #{ROLLBACK}", "review", lambda: on.repository.approve("linus", ROLLBACK, "That was it.")
    )
    on.wait_until_utc("2026-03-05 03:30")
    on.perform("ada", f"merges #{ROLLBACK}", "merge rollback", lambda: on.repository.merge("ada", ROLLBACK))
    on.check(
        "the settings are as before the release, and the timeline has the merge",
        (on.repository.text(SETTINGS), f"#{ROLLBACK}, merged" in on.repository.card(INCIDENT)),
        (GOOD, True),
    )


def miss_an_update(on: Stage) -> None:
    """Let the promised update pass, and post it after the reminder."""
    on.wait_until_utc("2026-03-05 03:32:20")
    replies = on.run_clock(INCIDENT)
    on.check(
        "grace and ada were reminded, and the card shows the update as overdue",
        ([name in "".join(replies) for name in ("@grace", "@ada")], is_overdue(on.next_update_row(INCIDENT))),
        ([True, True], True),
    )
    on.wait_until_utc("2026-03-05 03:33")
    on.comment("grace", INCIDENT, f"/update {GOING_OUT}\n/publish {GOING_OUT}")
    on.check(
        "the next update is due at 03:48, and nothing is overdue any more",
        ("03:48" in on.next_update_row(INCIDENT), is_overdue(on.next_update_row(INCIDENT))),
        (True, False),
    )


def relieve_users(on: Stage) -> None:
    """Mitigate the incident, and open an action item at once."""
    mitigate(on)
    open_action_item(on)


def mitigate(on: Stage) -> None:
    """Report that users are no longer affected."""
    on.wait_until_utc("2026-03-05 03:36")
    on.comment("ada", INCIDENT, "/mitigated 03:34 Orders go through again. Error rate 0.0 %.")
    on.check(
        "the status label is now status: monitoring",
        on.repository.labels(INCIDENT),
        {"incident", "SEV-1", "status: monitoring"},
    )
    on.wait_until_utc("2026-03-05 03:38")
    on.comment("grace", INCIDENT, "/update Payments have worked again since 03:34. We're watching.\n/cadence 60m")


def open_action_item(on: Stage) -> None:
    """Open an action item at once; deliver its event twice, which changes nothing."""
    on.wait_until_utc("2026-03-05 03:41")
    text = "/action @linus 2026-03-13 Alert when the connection pool is nearly exhausted detect"
    before = len(on.repository.replies(INCIDENT))
    on.post_comment("ada", INCIDENT, text)
    run = on.settle_one_run("/action")
    on.narration.print_reply("\n".join(on.repository.replies(INCIDENT)[before:]), "👍")
    on.check(
        "#3 is open and assigned to linus",
        (on.repository.state(ALERT), on.repository.assignees(ALERT)),
        ("open", ("linus",)),
    )
    state = _state(on)
    on.narration.print_action(on.now, "GitHub", "delivers the event of that comment a second time")
    again = on.runs.run_again(run.job)
    on.requests["/action (delivered again)"] = on.runs.requests[run.job.id]
    on.check("no second issue, comment or entry was made", (again, _state(on)), (0, state))


def _state(on: Stage) -> tuple[str, int, int]:
    return on.repository.card(INCIDENT), len(on.repository.comments(INCIDENT)), len(on.repository.issues())


def end_the_incident(on: Stage) -> None:
    """Resolve the incident, and publish that it is over."""
    resolve(on)
    publish_the_end(on)


def resolve(on: Stage) -> None:
    """Refuse a stranger, and let the commander resolve the incident."""
    on.wait_until_utc("2026-03-05 03:46")
    on.comment("stranger", INCIDENT, "Works for me again!\n/resolve")
    on.check("the incident is still being monitored", "status: monitoring" in on.repository.labels(INCIDENT))
    on.wait_until_utc("2026-03-05 04:04")
    on.comment(
        "ada",
        INCIDENT,
        "/impact Nobody could pay from 02:55 to 03:34. About 1,300 orders failed.\n"
        "/resolve Release 41 cut checkout's database connections from 50 to 5. #2 restored them.",
    )
    on.check(
        "#1 is labelled status: resolved and needs-postmortem, and stays open until the post-mortem is merged",
        (
            on.repository.state(INCIDENT),
            on.repository.labels(INCIDENT),
            [pull.number for pull in on.repository.pulls()],
        ),
        ("open", {"incident", "SEV-1", "status: resolved", "needs-postmortem"}, [ROLLBACK, 4]),
    )


def publish_the_end(on: Stage) -> None:
    """Publish that the incident is over."""
    on.wait_until_utc("2026-03-05 04:06")
    on.comment("grace", INCIDENT, f"/publish {OVER}")
    on.check(
        "the record has both published texts, word for word",
        [each.text for each in read_incident(on).published],
        [GOING_OUT, OVER],
    )


SCENES = (
    Scene(
        "Customer support reports an outage",
        "Filing the form declares the incident. The tool posts a card and pages whoever is on call.",
        release_and_report,
    ),
    Scene(
        "Nobody acknowledges",
        "After five minutes, the clock workflow pages the next people on the escalation ladder.",
        leave_page_unanswered,
    ),
    Scene(
        "The second on call takes command",
        "A comment can hold several commands, one on each line. 👍 means that all of them were carried out.",
        take_command,
    ),
    Scene(
        "The first update",
        "A SEV-1 promises an update every 15 minutes. A mistyped command gets one reply with the right form.",
        post_updates,
    ),
    Scene(
        "A rollback, and a runner that dies",
        "A run can die at any point. The next run finds what exists and does only what is missing.",
        survive_a_dead_run,
    ),
    Scene(
        "The rollback ships, and an update is missed",
        "Everyone is busy with the rollback. The tool asks for the update, and the card shows it as overdue.",
        ship_the_fix,
    ),
    Scene(
        "Mitigated",
        "Users are no longer affected. Work that can wait becomes an issue with an owner and a due date.",
        relieve_users,
    ),
    Scene(
        "Resolved",
        "Resolving opens the post-mortem as a pull request. A SEV-1 stays open until that is merged.",
        end_the_incident,
    ),
)
