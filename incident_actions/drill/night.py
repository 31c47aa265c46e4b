"""The night: from the filed form to "users no longer hurt", and to resolved."""

from incident_actions.drill.shop import INCIDENT, SETTINGS, settings
from incident_actions.drill.stage import NotAsTold, Scene, Stage

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


def files_the_form(on: Stage) -> None:
    """Support files what it sees."""
    on.at("2026-03-05 03:07")
    on.act(
        "mary",
        'files the form "Incident": Checkout answers with an error 500',
        "declare",
        lambda: on.world.file("mary", "Checkout answers with an error 500", FORM),
    )
    on.narration.answers("\n".join(on.world.replies(INCIDENT)))
    on.look(INCIDENT)
    on.expect(
        "#1 is labelled incident and status: investigating; one card, pinned to the top; the first steps in a comment",
        (on.world.labels(INCIDENT), len(on.world.comments(INCIDENT)), on.world.pinned(INCIDENT)),
        ({"incident", "status: investigating"}, 2, True),
    )


def sets_the_severity(on: Stage) -> None:
    """Support may report but not rate; who is on call does."""
    on.at("2026-03-05 03:08")
    said = on.comment("mary", INCIDENT, "/sev 1")
    on.expect(
        "mary was told which role it takes; nothing changed",
        (len(said), on.world.labels(INCIDENT)),
        (1, {"incident", "status: investigating"}),
    )
    on.at("2026-03-05 03:10")
    on.comment("ada", INCIDENT, "/sev 1 every order fails")
    on.expect("the label SEV-1 is on the issue", "SEV-1" in on.world.labels(INCIDENT))


def takes_command(on: Stage) -> None:
    """Several commands in one comment."""
    on.at("2026-03-05 03:12")
    on.comment("ada", INCIDENT, "At my desk now, I have this one.\n/ack\n/ic\n/comms @grace\n/tech @linus")
    on.expect("ada is assigned", on.world.owners(INCIDENT), ("ada",))


def gives_updates(on: Stage) -> None:
    """A typo meets the nearest match; a note is dated back."""
    on.at("2026-03-05 03:15")
    said = on.comment("grace", INCIDENT, "/udpate Payments fail for all customers since 02:55. We are on it.")
    on.expect("the typo was met with the nearest command", "Did you mean `/update`?" in said[0])
    on.at("2026-03-05 03:16")
    on.comment("grace", INCIDENT, "/update Payments fail for all customers since 02:55. We are on it.")
    on.expect("the next update is due 15 minutes later", "**2026-03-05 03:31 UTC**" in on.world.card(INCIDENT))
    on.at("2026-03-05 03:19")
    on.comment("linus", INCIDENT, "/note 02:51 Release 41 went out; it cut the database connections from 50 to 5")
    first = on.world.card(INCIDENT).partition("2026-03-05 02:5")[2]
    on.expect("the note is the timeline's first line, at 02:51", first.startswith("1 UTC"))


def survives_a_dead_run(on: Stage) -> None:
    """The run that opens the hotfix dies half way, and is run again."""
    on.at("2026-03-05 03:21")
    on.runs.die_after(REFS)
    on.type("ada", INCIDENT, "/status identified\n/hotfix restore the connection pool")
    dead = on.the_run("/hotfix")
    on.narration.acts(on.now, "the runner", "dies: the branch is made, and nobody was told")
    on.expect(
        "there is a branch, and no pull request, no answer",
        (BRANCH in on.world.branches(), on.world.pulls(), dead.exit_code < 0),
        (True, [], True),
    )
    on.at("2026-03-05 03:22")
    on.narration.acts(on.now, "ada", 'presses "Re-run"')
    if on.runs.again(dead.job):
        raise NotAsTold(f"the second run of /hotfix failed:\n{dead.job.log.read_text()}")
    on.requests["/hotfix"] = on.runs.asked[dead.job.id]
    on.narration.answers(on.world.replies(INCIDENT)[-1], "👍")
    on.look(INCIDENT)
    told = [said for said in on.world.replies(INCIDENT) if BRANCH in said]
    on.expect(
        "one branch, one draft pull request, one answer",
        (
            [each for each in on.world.branches() if each != "main"],
            [each.number for each in on.world.pulls()],
            len(told),
        ),
        ([BRANCH], [HOTFIX], 1),
    )


def merges_the_hotfix(on: Stage) -> None:
    """An ordinary pull request; its merge lands on the timeline."""
    on.at("2026-03-05 03:26")
    on.act(
        "grace",
        f"pushes a commit to {BRANCH}: 50 connections again",
        "push",
        lambda: on.world.write("grace", BRANCH, SETTINGS, settings(50), "Restore 50 database connections"),
    )
    on.at("2026-03-05 03:29")
    on.act("ada", f"approves #{HOTFIX}", "review", lambda: on.world.approve("ada", HOTFIX, "Just that one line. Good."))
    on.at("2026-03-05 03:30")
    on.act("grace", f"merges #{HOTFIX}", "merge hotfix", lambda: on.world.merge("grace", HOTFIX))
    on.expect("the merge is on the timeline by itself", f"Hotfix #{HOTFIX} merged" in on.world.card(INCIDENT))
    on.comment("grace", INCIDENT, f"/update {GOING_OUT}\n/publish {GOING_OUT}")
    on.expect("what users may read is published, word for word", f": {GOING_OUT} |" in on.world.card(INCIDENT))


def mitigates(on: Stage) -> None:
    """Users no longer hurt."""
    on.at("2026-03-05 03:37")
    on.comment("ada", INCIDENT, "/mitigated 03:34 orders go through again, errors at 0.0 %")
    on.expect(
        "the label says status: monitoring",
        on.world.labels(INCIDENT),
        {"incident", "SEV-1", "status: monitoring"},
    )
    on.at("2026-03-05 03:38")
    on.comment("grace", INCIDENT, "/update Payments work again since 03:34. We keep watching.")


def writes_down_an_action(on: Stage) -> None:
    """An action item opens at once; an event that comes twice changes nothing."""
    on.at("2026-03-05 03:41")
    text = "/action @linus 2026-03-13 Alert when the connection pool is nearly exhausted detect"
    on.type("ada", INCIDENT, text)
    run = on.the_run("/action")
    on.narration.answers("", "👍")
    on.expect(
        "#3 is open, and linus is assigned", (on.world.state(ALERT), on.world.owners(ALERT)), ("open", ("linus",))
    )
    before = _seen(on)
    on.narration.acts(on.now, "GitHub", "delivers the same comment a second time")
    again = on.runs.again(run.job)
    on.requests["/action (delivered again)"] = on.runs.asked[run.job.id]
    on.expect("nothing happened twice", (again, _seen(on)), (0, before))


def _seen(on: Stage) -> tuple[str, int, int]:
    return on.world.card(INCIDENT), len(on.world.comments(INCIDENT)), len(on.world.issues())


def resolves(on: Stage) -> None:
    """A stranger may not; the commander does."""
    on.at("2026-03-05 03:46")
    on.comment("stranger", INCIDENT, "Works for me again!\n/resolve")
    on.expect("the incident still runs", "status: monitoring" in on.world.labels(INCIDENT))
    on.at("2026-03-05 03:50")
    on.comment("grace", INCIDENT, "/impact Nobody could pay from 02:55 to 03:34; about 1,300 orders failed.")
    on.at("2026-03-05 03:52")
    on.comment("ada", INCIDENT, "/resolve Release 41 cut checkout's database connections from 50 to 5. Restored by #2.")
    on.expect(
        "resolved, and open until its post-mortem is merged",
        (on.world.state(INCIDENT), on.world.labels(INCIDENT), [pull.number for pull in on.world.pulls()]),
        ("open", {"incident", "SEV-1", "status: resolved", "needs-postmortem"}, [HOTFIX, 4]),
    )


SCENES = (
    Scene(
        "Somebody notices",
        "Whoever sees it files a form. Within seconds the issue says what comes next.",
        files_the_form,
    ),
    Scene(
        "How bad is it?",
        "Anybody can report; rating it takes the role that the team chose. A refusal says why.",
        sets_the_severity,
    ),
    Scene(
        "Somebody is in command",
        "One command a line, as many as you like. The commander coordinates; others fix and inform.",
        takes_command,
    ),
    Scene(
        "Keeping people informed",
        "A SEV-1 promises an update every 15 minutes; the card keeps that in sight. A typo gets one reply.",
        gives_updates,
    ),
    Scene(
        "A hotfix, and a run that dies",
        "Even a runner may die half way. The next run sees what is there, and does only what is missing.",
        survives_a_dead_run,
    ),
    Scene(
        "The fix goes out",
        "An ordinary pull request, reviewed and merged; the timeline writes itself.",
        merges_the_hotfix,
    ),
    Scene(
        "Users no longer hurt",
        "Mitigated comes before understood. The time is when it happened, not when it was typed.",
        mitigates,
    ),
    Scene(
        "A thought worth keeping",
        "What must be done later gets an issue now, with owner and date, while it is on everybody's mind.",
        writes_down_an_action,
    ),
    Scene(
        "It is over", "Resolving prepares the post-mortem; a SEV-1 stays open until people have merged it.", resolves
    ),
)
