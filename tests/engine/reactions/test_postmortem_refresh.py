"""A proposed post-mortem follows the record, in the open and once for each change."""

from dataclasses import replace

import pytest

from incident_actions.contract.effects import Creation, PostComment, RefreshFile
from incident_actions.contract.issue import Comment, PullRequest
from incident_actions.contract.questions import AnyQuestion, CommentsOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident import entry as e
from tests.engine.commands.asking import running
from tests.engine.commands.test_postmortem import PATH, forget_digests
from tests.worlds import BOT, RunDied, World


def resolved(*before: str) -> World:
    return running("/sev 1", *before, "/resolve first time")


def refreshes(world: World) -> list[RefreshFile]:
    return [each for each, _ in world.made.values() if isinstance(each, RefreshFile)]


def test_a_file_follows_each_resolution_and_the_pull_request_says_what_changed() -> None:
    world = resolved()
    (pull,) = world.pulls
    world.ask("grace", "/reopen it came back")
    world.advance(minutes=30)
    assert refreshes(world) == []

    (said,) = world.ask("grace", "/resolve for good")

    assert f"The post-mortem #{pull} follows the record. It is now due by **2026-03-11 14:30 UTC**." in said
    assert "Resolved: for good" in world.files[PATH]
    assert world.pull_comments == [
        (pull, "Updated from the record of #7: front matter, header, Summary, Timeline (UTC), Durations")
    ]
    (updated,) = (each for each in world.entries() if isinstance(each, e.PostmortemUpdated))
    assert (updated.pull, updated.updated, updated.edited, updated.problem) == (
        pull,
        ("front matter", "header", "Summary", "Timeline (UTC)", "Durations"),
        (),
        "",
    )
    assert world.run().is_empty


@pytest.mark.parametrize("text", ["/help", "/postmortem", "thanks"])
def test_what_the_file_does_not_show_changes_nothing(text: str) -> None:
    world = resolved()
    before = world.files[PATH]

    world.ask("grace", text)

    assert (refreshes(world), world.files[PATH], world.pull_comments) == ([], before, [])


def test_a_file_of_another_version_of_the_tool_is_not_touched_because_of_that() -> None:
    world = resolved()
    rules = replace(world.process.postmortem, title="Review of {title}")
    world.process = replace(world.process, postmortem=rules)

    world.ask("grace", "/help")
    assert refreshes(world) == []

    world.ask("grace", "/postmortem")
    assert "# Review of Checkout is down" in world.files[PATH]


def test_a_file_whose_parts_are_unknown_is_left_alone() -> None:
    world = resolved()
    forget_digests(world)

    world.ask("grace", "/impact 40 orders")

    assert refreshes(world) == []


def test_a_pull_request_that_was_closed_gets_no_update() -> None:
    world = resolved()
    (pull,) = world.pulls
    world.pulls[pull] = PullRequest(pull, open=False, merged=False, ended=world.now)

    world.ask("grace", "/impact 40 orders")

    assert refreshes(world) == []


@pytest.mark.parametrize("strength", range(4))
def test_a_run_that_dies_leaves_one_comment_and_one_update(strength: int) -> None:
    world = Remembering()
    world.run()
    world.ask("grace", "/sev 1\n/resolve")
    world.post("grace", "/impact 40 orders")
    world.strength = strength
    with pytest.raises(RunDied):
        world.run()

    world.strength = 10_000
    world.run()
    world.run()

    assert len(world.pull_comments) == 1
    assert [each.kind for each in world.entries()].count("postmortem-updated") == 1


class Remembering(World):
    """A repository that lists the comments on its pull requests."""

    def _answer(self, question: AnyQuestion) -> object:
        if isinstance(question, CommentsOf) and question.issue != self.issue.number:
            bodies = [each.body for each in self.log if isinstance(each, PostComment) and each.issue == question.issue]
            return tuple(Comment(place, BOT, body, self.now, self.now) for place, body in enumerate(bodies))
        return super()._answer(question)


class Refusing(World):
    """A repository where nothing can be updated."""

    problem = ""

    def _made(self, creation: Creation) -> CreationResult:
        made = super()._made(creation)
        return CreationResult(problem=self.problem) if isinstance(creation, RefreshFile) else made


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("no such branch", "because its branch `postmortem/7` is gone. To open a new one, comment `/postmortem`."),
        (
            "no such file",
            f"because its branch has no file `{PATH}`. Give the file this name again, then comment `/postmortem`.",
        ),
        (
            "not permitted",
            "because GitHub refused a commit to its branch `postmortem/7`. Correct the file there yourself, or let"
            " GitHub Actions push to `postmortem/*` and comment `/postmortem`.",
        ),
    ],
)
def test_an_update_that_failed_is_reported_once(problem: str, words: str) -> None:
    world = Refusing()
    world.problem = problem
    world.run()
    world.ask("grace", "/sev 1\n/resolve")
    (pull,) = world.pulls

    said = world.ask("grace", "/impact 40 orders")

    assert said == [f"The post-mortem #{pull} could not be updated, {words}"]
    assert world.run().is_empty
    assert world.pull_comments == []


def test_an_update_is_not_in_the_timeline() -> None:
    world = resolved()
    world.ask("grace", "/impact 40 orders")

    assert "post-mortem" not in world.files[PATH].lower().partition("## timeline")[2].partition("\n## ")[0]
    assert replace(world.incident, postmortem_file=None).postmortem is not None
