"""A plan as text, one line an effect, harmless wherever it is shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.contract import effects as do
from incident_actions.contract.effects import COMMENT_MARK, Effect, Plan, PostComment
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.model.person import Person
from incident_actions.runs.plan_log import describe, prepend_comment, report

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
BOT = Person("github-actions[bot]", 41898282, bot=True)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (
            do.OpenHotfix("k", "hotfix/a", "main", "m", "t", "b"),
            "open the branch hotfix/a from main, with a draft pull request",
        ),
        (
            do.ProposeFiles("k", "postmortem/1", (("a.md", "x"), ("b.md", "y")), "m", "t", "b"),
            "open the branch postmortem/1 with a.md, b.md, and its pull request",
        ),
        (
            do.ReplaceLines("k", (("a.md", (("x", "y"),)), ("b.md", ())), "m"),
            "change a.md, b.md on the default branch",
        ),
        (do.OpenIssue("k", "Alert on it", "b", ()), "open an issue: Alert on it"),
        (do.PostRecordPage("k", 7, "b"), "add a page to the record of #7"),
        (do.Notify("k", 7, ("",), "[SEV-1] declared", "b", "failure"), "notify all: [SEV-1] declared"),
        (do.Notify("k", 7, ("on-call", "press"), "T", "b", "info"), "notify on-call, press: T"),
        (do.PostComment(7, "k", "<!-- mark -->\nTwo\nlines"), "comment on #7: Two lines"),
        (do.PostComment(7, "k", f"<!-- mark -->\n{'long ' * 99}"), f"comment on #7: {('long ' * 99)[:119]}…"),
        (do.WriteCard(7, 0, "b"), "post and pin the card of #7"),
        (do.WriteCard(7, 9, "b"), "edit the card of #7"),
        (do.PinComment(9), "pin the comment 9"),
        (
            do.SetIssue(7, title="T", body="b", labels=("a", "b"), assignees=(), open=False),
            "set #7: title T; state closed; labels a, b; assignees ; body",
        ),
        (do.PaintLabel("SEV-1", "b60205", "d"), "set the colour of the label SEV-1"),
        (do.PinIssue(7, "I_7"), "pin #7"),
        (do.MinimizeComments(("IC_1", "IC_2"), "OUTDATED"), "minimize 2 earlier comments"),
        (do.AddReaction(9, "+1"), "react +1 to comment 9"),
        (do.OpenIssue("k", "::error::boo\n::warning::x", "b", ()), "open an issue: ::error::boo ::warning::x"),
    ],
)
def test_an_effect_is_told_in_one_line(effect: Effect, words: str) -> None:
    assert describe(effect) == words


def test_the_summary_shows_what_people_wrote_and_runs_none_of_it(tmp_path: Path) -> None:
    here = RunEnvironment("", {}, "", "", "", "", tmp_path, "", "", tmp_path / "summary", tmp_path / "output")
    hostile = do.OpenIssue("k", "<img src=x> @ada ![x](https://x.test/y.png) `a`", "b", ())

    report(here, "#1", Plan(creations=(hostile,), outcome="answered"), dry_run=False)

    assert (tmp_path / "summary").read_text() == (
        "### #1: answered\n\n1. open an issue: &lt;img src=x&gt; @\u200bada \\![x](https://x.test/y.png) `a`\n"
    )


@pytest.mark.parametrize(("author", "said"), [(BOT, False), (Person("ada", 1), True)])
def test_news_is_told_unless_the_bot_itself_has_told_it(author: Person, said: bool) -> None:
    first = COMMENT_MARK.format(key="k")
    comment = Comment(1, author, f"{first}\nold words", NOON, NOON)
    issue = Issue(7, 7, "T", "", open=True, author=author, created=NOON, updated=NOON)
    snapshot = Snapshot("acme/shop", BOT, issue, (comment,))

    plan = prepend_comment(Plan(), snapshot, "k", "words")

    assert plan.effects == ((PostComment(7, "k", f"{first}\nwords"),) if said else ())
