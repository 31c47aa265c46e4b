"""The review: people finish the post-mortem on its branch, and its merge opens what is to be done."""

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


def filled(text: str) -> str:
    """The file as people leave it: sections written, hints gone, two more action items."""
    for title, prose in WRITTEN.items():
        text = re.sub(rf"(## {title}\n[^#]*?)<!-- .*? -->", rf"\g<1>{prose}", text)
    text = re.sub(r"(\|---\|---\|---\|---\|\n(?:\|.*\n)*)", rf"\g<1>{ROWS}", text)
    return re.sub(r"\n<!-- .*? -->\n", "\n", text)


def reviews(on: Stage) -> None:
    """Grace writes, ada reviews."""
    on.at("2026-03-05 13:40")
    before = on.world.text(PATH, BRANCH)
    on.expect(
        f"#{POSTMORTEM} holds a file with timeline, durations, roles, and the action item #3",
        "(#3) | @linus |" in before,
    )
    runs = on.act(
        "grace",
        "edits the file: root cause, what went well and poorly, two more action items",
        "push of the post-mortem",
        lambda: on.world.write("grace", BRANCH, PATH, filled(before), "Say why it happened and what we do about it"),
    )
    on.expect(
        "the check reads it, and finds nothing to mend",
        [(run.job.command, run.outputs["outcome"]) for run in runs],
        [(["check"], "clean")],
    )
    on.at("2026-03-06 10:20")
    words = "Blameless, and the guardrail is the right one. The database team still has to name somebody."
    on.act("ada", f'approves #{POSTMORTEM}: "{words}"', "review", lambda: on.world.approve("ada", POSTMORTEM, words))


def merges(on: Stage) -> None:
    """The merge files the post-mortem, opens the items, and closes the incident."""
    on.at("2026-03-06 10:30")
    before = len(on.world.replies(INCIDENT))
    on.act("ada", f"merges #{POSTMORTEM}", "merge post-mortem", lambda: on.world.merge("ada", POSTMORTEM))
    on.narration.answers("\n".join(on.world.replies(INCIDENT)[before:]))
    on.look(INCIDENT)
    on.expect("the post-mortem and its index are on main", {PATH, "docs/incidents/README.md"} <= set(on.world.files()))
    on.expect(
        "#5 belongs to grace; #6, whose owner is a team, was not lost: it is labelled needs-owner",
        (on.world.owners(GUARD), on.world.owners(RUNBOOK), on.world.labels(RUNBOOK)),
        (("grace",), (), {"action-item", "needs-owner"}),
    )
    on.expect("all three are sub-issues of #1", on.world.sub_issues(INCIDENT), [3, GUARD, RUNBOOK])
    on.expect(
        "#1 has closed itself",
        (on.world.state(INCIDENT), on.world.labels(INCIDENT)),
        ("closed", {"incident", "SEV-1"}),
    )


SCENES = (
    Scene(
        "The morning after",
        "The tool has filled in the facts. Why it happened, and what is done about it, is for people.",
        reviews,
    ),
    Scene(
        "The review is merged",
        "Each action item becomes an issue with owner and date. Nothing is owed then; the incident closes.",
        merges,
    ),
)
