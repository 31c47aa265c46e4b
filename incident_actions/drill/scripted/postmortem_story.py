"""Scenes of the post-mortem: people finish it on its branch, and its merge opens the action items."""

import re

from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Scene, Stage

POSTMORTEM, GUARD, RUNBOOK = 4, 5, 6
BRANCH = f"postmortem/{INCIDENT}"
PATH = "docs/incidents/2026-03-05-checkout-answers-with-an-error-500.md"
ROWS = """\
| Refuse a release whose connection pool is smaller than its workers | @grace | 2026-03-20 | prevent |
| Runbook: change the pool's size without a release | @database-team | 2026-03-27 | mitigate |
"""
WRITTEN = {
    "Summary": (
        "A release reduced the connections of checkout to its database from 50 to 5. From 02:55 on every payment "
        "waited for one and timed out. Restoring the setting ended it 39 minutes later."
    ),
    "Impact": "All customers, for 39 minutes. Nobody was charged twice; whoever came back later could pay.",
    "Root cause": (
        "Release 41 moved checkout's settings into one file, and the example value of 5 connections went along. The "
        "tests run one order at a time, so five were enough there. Nothing compares the pool's size with the number "
        "of workers, and nothing watches how full the pool is."
    ),
    "What went well": (
        "Support filed the form twelve minutes in, and the release note named the setting: the cause was found "
        "seven minutes after somebody looked."
    ),
    "What went poorly": "Customers noticed before we did. Nobody could change the setting without a release.",
    "Where we were lucky": "It was three in the morning. At noon it would have been 20 times as many orders.",
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
    before = on.repository.text(PATH, BRANCH)
    on.check(
        f"#{POSTMORTEM} holds a file with timeline, durations, roles, and the action item #3",
        "/issues/3)) | [@linus](" in before,
    )
    runs = on.perform(
        "grace",
        "edits the file: root cause, what went well and poorly, two more action items",
        "push of the post-mortem",
        lambda: on.repository.commit_file(
            "grace", BRANCH, PATH, fill_in(before), "Say why it happened and what we do about it"
        ),
    )
    on.check(
        "the check reads it and finds nothing to fix",
        [(run.job.command, run.outputs["outcome"]) for run in runs],
        [(["check"], "clean")],
    )
    on.wait_until_utc("2026-03-06 10:20")
    words = "Blameless, and the guardrail is the right one. The database team still has to name somebody."
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
        "#5 belongs to grace; #6, whose owner is a team, was not lost: it is labelled needs-owner",
        (on.repository.assignees(GUARD), on.repository.assignees(RUNBOOK), on.repository.labels(RUNBOOK)),
        (("grace",), (), {"action-item", "needs-owner"}),
    )
    merged = on.repository.text(PATH)
    on.check(
        "their numbers are in the file on main",
        [f"/issues/{number})" in merged for number in (GUARD, RUNBOOK)],
        [True, True],
    )
    on.check("all three are sub-issues of #1", on.repository.sub_issues(INCIDENT), [3, GUARD, RUNBOOK])
    on.check(
        "#1 has closed itself",
        (on.repository.state(INCIDENT), on.repository.labels(INCIDENT)),
        ("closed", {"incident", "SEV-1"}),
    )


SCENES = (
    Scene(
        "The morning after",
        "The tool has filled in the facts. Why it happened, and what is done about it, is for people.",
        review_postmortem,
    ),
    Scene(
        "The review is merged",
        "Each action item becomes an issue with owner and date. Nothing is owed then; the incident closes.",
        merge_postmortem,
    ),
)
