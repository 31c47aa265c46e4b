"""What the issue shows follows from the incident, by the least change, and people's own things stay."""

from dataclasses import replace

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import PaintLabel, PinComment, SetIssue
from incident_actions.contract.issue import Label
from incident_actions.contract.labels import DEFAULT_COLOUR
from incident_actions.engine.projection import paint_labels, pin_card
from incident_actions.model.process.issue_types import IssueTypes
from incident_actions.text.issue_form import FormField
from tests.engine.commands.asking import running
from tests.worlds import PROCESS, START, WORDING, World, make_labels


def context(world: World) -> Context:
    return Context(world.snapshot, world.process, WORDING, START)


def changes(world: World, text: str) -> list[SetIssue]:
    """What a comment changes on the issue."""
    known = len(world.log)
    world.ask("grace", text)
    return [effect for effect in world.log[known:] if isinstance(effect, SetIssue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/note x", []),
        ("/sev 3", []),
        ("/sev 1", [SetIssue(7, labels=("bug", "incident", "status: investigating", "SEV-1"))]),
        ("/status identified", [SetIssue(7, labels=("bug", "incident", "SEV-3", "status: identified"))]),
        ("/ic", [SetIssue(7, assignees=("grace",))]),
        ("/ic @mary", []),
        ("/resolve", [SetIssue(7, labels=("bug", "incident", "SEV-3"), open=False, state_reason="completed")]),
        ("/false-alarm x", [SetIssue(7, labels=("bug", "incident", "SEV-3"), open=False, state_reason="not_planned")]),
        (
            "/duplicate #3 the same pool",
            [
                SetIssue(
                    7,
                    labels=("bug", "incident", "SEV-3"),
                    open=False,
                    state_reason="duplicate",
                    duplicate_of=3,
                )
            ],
        ),
        (
            "/sev 1\n/resolve",
            [SetIssue(7, labels=("bug", "incident", "SEV-1", "needs-postmortem", "status: resolved"))],
        ),
    ],
)
def test_only_what_differs_is_set(text: str, expected: list[SetIssue]) -> None:
    world = World()
    world.issue = replace(world.issue, labels=make_labels("bug", "incident"))
    world.run()
    world.ask("grace", "/sev 3")

    assert changes(world, text) == expected


def test_an_assignee_whom_others_added_stays() -> None:
    world = running("/ic @ada")
    world.issue = replace(world.issue, assignees=("zoe", "ada"))

    assert changes(world, "/ic @linus") == [SetIssue(7, assignees=("zoe", "linus"))]


def test_the_case_of_a_login_is_no_difference() -> None:
    world = running()
    world.issue = replace(world.issue, assignees=("Grace",))

    assert changes(world, "/ic") == []


def test_a_label_in_another_case_is_replaced_by_the_one_that_is_meant() -> None:
    world = running("/sev 1")
    world.issue = replace(world.issue, labels=make_labels("incident", "sev-1", "status: investigating"))

    assert changes(world, "/ack") == [SetIssue(7, labels=("incident", "status: investigating", "SEV-1"))]


def test_only_labels_with_githubs_default_colour_are_painted() -> None:
    world = World()
    made_up, chosen = Label("SEV-1", DEFAULT_COLOUR), Label("incident", DEFAULT_COLOUR, "ours")
    world.issue = replace(world.issue, labels=(made_up, chosen, Label("bug", DEFAULT_COLOUR), Label("SEV-2", "ffffff")))

    assert paint_labels(context(world)) == (PaintLabel("SEV-1", "b60205", PROCESS.severities[0].definition),)


@pytest.mark.parametrize(
    ("card_pinned", "other_pinned", "expected"),
    [
        (False, False, True),
        (False, None, True),
        (True, False, False),
        (None, None, False),
        (False, True, False),
    ],
)
def test_a_card_is_pinned_again_unless_people_pinned_something_else_or_the_server_tells_nothing(
    card_pinned: bool | None, other_pinned: bool | None, expected: bool
) -> None:
    world = running()
    other = world.post("grace", "Read this first")
    (card,) = world.cards()
    shown = context(world)
    comments = (replace(card, pinned=card_pinned), replace(other, pinned=other_pinned))

    effects = pin_card(comments[0], replace(shown, snapshot=replace(shown.snapshot, comments=comments)))

    assert effects == ((PinComment(card.id),) if expected else ())


def test_nothing_is_pinned_before_the_card_exists() -> None:
    assert pin_card(None, context(running())) == ()


FIELDS = (FormField("summary", "What is broken?", "textarea"), FormField("impact", "Who is affected?", "textarea"))
FILED = "### What is broken?\n\nCheckout\n\n### Who is affected?\n\n_No response_"


COLLAPSED = (
    "### What is broken?\n\nCheckout\n\n<details><summary>Not answered</summary>\n\n"
    "### Who is affected?\n\n_No response_\n\n</details><!-- not answered -->"
)


def test_blank_answers_of_the_form_are_collapsed_when_the_incident_is_declared() -> None:
    world = World(form_fields=FIELDS)
    world.issue = replace(world.issue, body=FILED)
    world.run()

    assert world.issue.body == COLLAPSED


def test_a_run_that_died_before_it_collapsed_them_is_made_good_for_an_hour() -> None:
    world = World(form_fields=FIELDS)
    world.run()
    world.issue = replace(world.issue, body=FILED)
    world.ask("grace", "/sev 1")
    soon = world.issue.body
    world.issue = replace(world.issue, body=FILED)
    world.advance(hours=1)
    world.ask("grace", "/sev 2")

    assert (soon, world.issue.body) == (COLLAPSED, FILED)


def test_a_record_that_was_rebuilt_leaves_the_form_alone() -> None:
    world = World(form_fields=FIELDS)
    world.run()
    world.issue = replace(world.issue, body=FILED)
    (card,) = world.cards()
    del world.comments[card.id]
    world.run()

    assert (len(world.cards()), world.issue.body) == (1, FILED)


@pytest.mark.parametrize(("shown", "expected"), [(None, None), ("", "Bug"), ("Feature", None)])
def test_the_run_that_declares_sets_the_issue_type_unless_somebody_chose_one(
    shown: str | None, expected: str | None
) -> None:
    process = replace(PROCESS, issue_types=IssueTypes(incident="Bug"))
    world = World(process=process)
    world.issue = replace(world.issue, type=shown)
    world.run()
    world.ask("grace", "/sev 1")

    made = [each.type for each in world.log if isinstance(each, SetIssue)]
    assert made == [expected, *[None] * (len(made) - 1)]
