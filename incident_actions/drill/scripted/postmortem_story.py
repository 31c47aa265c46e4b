"""Scenes of the post-mortem: people finish it on its branch, and merging it opens the action items."""

import re

from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Scene, Stage

POSTMORTEM, GUARD, RUNBOOK = 4, 5, 6
BRANCH = f"postmortem/{INCIDENT}"
PATH = "docs/incidents/2026-03-05-checkout-returns-http-500.md"
ROWS = """\
| Refuse a release whose connection pool is smaller than its number of workers | @grace | 2026-03-20 | prevent |
| Runbook: change the pool size without a release | @database-team | 2026-03-27 | mitigate |
"""
WRITTEN = {
    "Summary": (
        "Release 41 reduced checkout's database connections from 50 to 5. From 02:55 on, payments waited for a free "
        "connection and timed out. Restoring the setting ended the outage after 39 minutes."
    ),
    "Impact": "All customers, for 39 minutes. Nobody was charged twice, and customers who came back later could pay.",
    "Root cause": (
        "Release 41 moved checkout's settings into one file, and the example value of 5 connections was copied along. "
        "The tests run one order at a time, so five connections were enough there. Nothing compares the pool size with "
        "the number of workers, and nothing monitors how full the pool is."
    ),
    "What went well": (
        "Support declared the incident after twelve minutes. The release note named the setting, so the cause was "
        "found five minutes after the first responder arrived."
    ),
    "What went poorly": (
        "Customers noticed before our alerts did. The first page went unanswered for five minutes. Changing the "
        "setting took a release, and the second update was late because of it."
    ),
    "Where we were lucky": "It was 3 a.m. At noon, about 20 times as many orders would have failed.",
}


def fill_in(text: str) -> str:
    """Return the file as people leave it: sections written, hints removed, two more action items."""
    for title, prose in WRITTEN.items():
        text = re.sub(rf"(## {title}\n[^#]*?)<!-- .*? -->", rf"\g<1>{prose}", text)
    text = re.sub(r"(\|---\|---\|---\|---\|\n(?:\|.*\n)*)", rf"\g<1>{ROWS}", text)
    return re.sub(r"\n<!-- .*? -->\n", "\n", text)


def review_postmortem(on: Stage) -> None:
    """Let grace write the post-mortem and ada review it."""
    on.wait_until_utc("2026-03-05 13:40")
    on.narration.print_action(on.now, "grace", f"reads the file in #{POSTMORTEM}")
    before = on.repository.text(PATH, BRANCH)
    on.check(
        "timeline, durations and roles are filled in, and so is the action item #3",
        "/issues/3)" in before and "linus" in before,
    )
    runs = on.perform(
        "grace",
        "edits the file: root cause, what went well and poorly, and two more action items",
        "push of the post-mortem",
        lambda: on.repository.commit_file(
            "grace", BRANCH, PATH, fill_in(before), "Explain the cause and plan the fixes"
        ),
    )
    on.check(
        "the check runs on the pull request and finds nothing to fix",
        [(run.job.command, run.outputs["outcome"]) for run in runs],
        [(["check"], "clean")],
    )
    on.wait_until_utc("2026-03-06 10:20")
    words = "Blameless, and the right guardrail. The database team still has to name an owner."
    on.perform(
        "ada", f'approves #{POSTMORTEM}: "{words}"', "review", lambda: on.repository.approve("ada", POSTMORTEM, words)
    )


def merge_postmortem(on: Stage) -> None:
    """Merge the post-mortem, which opens the action items and closes the incident."""
    on.wait_until_utc("2026-03-06 10:30")
    before = len(on.repository.replies(INCIDENT))
    on.perform("ada", f"merges #{POSTMORTEM}", "merge post-mortem", lambda: on.repository.merge("ada", POSTMORTEM))
    on.narration.print_reply("\n".join(on.repository.replies(INCIDENT)[before:]))
    on.show_card(INCIDENT)
    on.check(
        "the post-mortem and its index are on main", {PATH, "docs/incidents/README.md"} <= set(on.repository.files())
    )
    on.check(
        "#5 is assigned to grace; #6 belongs to a team, so it is labelled needs-owner",
        (on.repository.assignees(GUARD), on.repository.assignees(RUNBOOK), on.repository.labels(RUNBOOK)),
        (("grace",), (), {"action-item", "needs-owner"}),
    )
    merged = on.repository.text(PATH)
    on.check(
        "the file on main lists #5 and #6",
        [f"/issues/{number})" in merged for number in (GUARD, RUNBOOK)],
        [True, True],
    )
    on.check("all three are sub-issues of #1", on.repository.sub_issues(INCIDENT), [3, GUARD, RUNBOOK])
    on.check(
        "#1 was closed automatically",
        (on.repository.state(INCIDENT), on.repository.labels(INCIDENT)),
        ("closed", {"incident", "SEV-1"}),
    )


SCENES = (
    Scene(
        "The post-mortem is written",
        "The tool has filled in the facts from the record. People add the causes and the action items.",
        review_postmortem,
    ),
    Scene(
        "The post-mortem is merged",
        "Each action item becomes an issue with an owner and a due date, and the incident closes.",
        merge_postmortem,
    ),
)
