"""`/done` takes evidence and looks it up; words alone leave an item open in the numbers until somebody accepts it."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from tests.action_items.item_world import ItemWorld, item_world
from tests.engine.commands.asking import facts, refused

FORMS = (
    " Nothing was changed. `/done` takes a merged pull request, a commit on the default branch, a closed issue, or a link with"
    " what it shows."
)
WANTED = (
    "@grace, which pull request, commit or link shows that this is done? Words alone are no evidence, so it counts as open until"
    " you name it: `/done #123`, or until somebody with the role **maintain** accepts it: `/accept <reason>`. If it won't be"
    " done: `/drop <reason>`."
)
LABELS = ["action-item", "closed-without-evidence"]
PROCESS_WITH_API = read_process(
    "extends: default\nservices: [{name: api, repository: acme/api}]\n", templates.load_preset, tuple(BY_WORD)
)
ELSEWHERE = EvidenceOf(9, repository="acme/api")


def world_of(states: dict[EvidenceOf, EvidenceState] | None = None, **given: Any) -> ItemWorld:
    world = item_world(**given)
    world.process = PROCESS_WITH_API
    world.roles = {**world.roles, "margaret": "maintain"}
    world.roles_elsewhere = {"acme/api": {"grace": "read", "ada": "may-not-ask"}}
    world.evidence = states or {}
    return world


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("#12", [EvidenceOf(12)]),
        ("12", [EvidenceOf(12)]),
        ("see https://github.com/acme/shop/pull/12/files.", [EvidenceOf(12)]),
        ("the fix for #7 is #12, and #13 follows", [EvidenceOf(12)]),
        ("ABC1234", [EvidenceOf(commit="abc1234")]),
        ("https://github.com/acme/shop/commit/abc1234def", [EvidenceOf(commit="abc1234def")]),
        ("acme/api#9", [ELSEWHERE]),
        ("https://github.com/acme/api/issues/9", [ELSEWHERE]),
        ("https://example.org/run shows it", []),
        ("https://github.com/other/place/pull/3 shows it", []),
    ],
)
def test_evidence_is_looked_up_where_it_is_ours(text: str, asked: list[EvidenceOf]) -> None:
    world = world_of()

    assert facts(world, "grace", f"/done {text}") == [{"kind": "done", "evidence": text}]
    assert [each for each in world.asked if isinstance(each, EvidenceOf)] == asked
    assert (world.issue.open, sorted(world.issue.label_names)) == (False, ["action-item"])


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("#12", EvidenceState.NOT_MERGED, "#12 is not merged yet."),
        ("#12", EvidenceState.CLOSED_UNMERGED, "#12 was closed without being merged."),
        ("#12", EvidenceState.OPEN, "#12 is still open."),
        ("#12", EvidenceState.NOT_PLANNED, "#12 was closed without being done."),
        ("#12", EvidenceState.MISSING, "#12 doesn't exist here."),
        ("abc1234", EvidenceState.MISSING, "`abc1234` doesn't exist here."),
        (
            "abc1234",
            EvidenceState.NOT_ON_BRANCH,
            "`abc1234` is not on `main`. If it was squashed or rebased, name its pull request.",
        ),
        ("acme/api#12", EvidenceState.NOT_MERGED, "acme/api#12 is not merged yet."),
    ],
)
def test_what_is_not_done_yet_is_refused(text: str, state: EvidenceState, words: str) -> None:
    commit = text if "#" not in text else ""
    question = EvidenceOf(0 if commit else 12, commit, "acme/api" if "/" in text else "")

    assert refused(world_of({question: state}), f"/done {text}") == [words + FORMS]


def test_one_good_reference_is_enough_and_without_one_each_is_named() -> None:
    states = {EvidenceOf(12): EvidenceState.NOT_MERGED, EvidenceOf(13): EvidenceState.OPEN}

    assert facts(world_of(states), "grace", "/done #12 #14") == [{"kind": "done", "evidence": "#12 #14"}]
    assert refused(world_of(states), "/done #12 and #13") == ["#12 is not merged yet. #13 is still open." + FORMS]


def test_not_more_than_five_references_are_looked_up() -> None:
    world = world_of({EvidenceOf(number): EvidenceState.OPEN for number in range(30, 50)})

    refused(world, "/done " + " ".join(f"#{number}" for number in range(30, 50)))

    assert len([each for each in world.asked if isinstance(each, EvidenceOf)]) == 5


@pytest.mark.parametrize("link", ["https://example.org/run", "https://github.com/other/place/pull/3", "other/place#3"])
def test_a_link_that_cannot_be_looked_up_needs_words(link: str) -> None:
    assert refused(world_of(), f"/done {link}") == [
        f"`{link}` can't be looked up. Add what it shows: `/done <link> <what it shows>`. Nothing was changed."
    ]


@pytest.mark.parametrize("login", ["ada", "margaret"])
def test_evidence_elsewhere_is_a_link_for_whoever_cannot_see_it_there(login: str) -> None:
    world = world_of({ELSEWHERE: EvidenceState.OPEN})

    assert facts(world, login, "/done acme/api#9 refuses it") == [{"kind": "done", "evidence": "acme/api#9 refuses it"}]
    assert ELSEWHERE not in world.asked


def test_evidence_that_github_does_not_show_to_the_tool_is_a_link() -> None:
    world = world_of({ELSEWHERE: EvidenceState.NOT_CHECKED})

    assert refused(world, "/done acme/api#9")[0].startswith("`acme/api#9` can't be looked up.")
    assert facts(world, "grace", "/done acme/api#9 refuses it") != []


def test_words_alone_close_the_item_with_a_label_and_one_question() -> None:
    world = world_of()

    assert world.ask("grace", "/done trust me") == [WANTED]

    assert (world.issue.open, sorted(world.issue.label_names)) == (False, LABELS)
    assert world.item.lacks_evidence
    assert world.face.endswith(
        "**Done**: trust me\n\nThis counts as open until its evidence is named: `/done <pull request, commit or link>` ·"
        " `/accept <reason>` · `/drop <reason>`"
    )
    assert world.run().effects == ()


@pytest.mark.parametrize(
    ("login", "text"), [("grace", "/done #12"), ("margaret", "/accept the dashboard is gone"), ("grace", "/drop no")]
)
def test_evidence_acceptance_or_a_drop_end_the_question(login: str, text: str) -> None:
    world = world_of()
    world.ask("grace", "/done trust me")

    assert world.ask(login, text) == []

    assert (world.issue.open, sorted(world.issue.label_names)) == (False, ["action-item"])
    assert not world.item.lacks_evidence
    assert world.run().effects == ()


def test_who_accepted_it_is_on_the_item() -> None:
    world = world_of()
    world.ask("grace", "/done trust me\n")

    world.ask("margaret", "/accept I saw it work")

    assert world.face.endswith("**Done**: trust me\n\nAccepted without evidence by @margaret: I saw it work")


@pytest.mark.parametrize("login", ["grace", "linus"])
def test_neither_a_writer_nor_the_owner_accepts_an_item(login: str) -> None:
    world = world_of()
    world.ask("linus", "/done trust me")

    (said,) = refused(world, "/accept I did it", login)

    assert f"@{login}, `/accept` needs the role **maintain** in this repository" in said


def test_there_is_nothing_to_accept_on_an_open_item_or_twice() -> None:
    nothing = (
        "`/accept` changed nothing. On an action item, it is for one that was closed without evidence. To close this one"
        " without doing it, write `/drop <reason>`."
    )
    world = world_of()

    assert refused(world, "/accept yes", "margaret") == [nothing]
    world.ask("grace", "/done trust me")
    assert world.ask("margaret", "/accept") == ["`/accept` needs a reason: `/accept <reason>`. Nothing was changed."]
    (said,) = world.ask("margaret", "/accept yes\n/accept yes")
    assert said.endswith(nothing)


def test_an_item_that_is_done_keeps_its_evidence_against_words() -> None:
    world = world_of()
    world.ask("grace", "/done #12")

    assert refused(world, "/done trust me") == ["This action item is done already: #12. Nothing was changed."]
    assert facts(world, "grace", "/done #13") == [{"kind": "done", "evidence": "#13"}]


def test_where_evidence_is_optional_nothing_is_looked_up_and_words_are_enough() -> None:
    world = world_of()
    actions = replace(world.process.actions, evidence="optional")
    world.process = replace(world.process, actions=actions)

    assert facts(world, "grace", "/done trust me") == [{"kind": "done", "evidence": "trust me"}]
    assert facts(world, "grace", "/done #12") == [{"kind": "done", "evidence": "#12"}]
    assert not any(isinstance(each, EvidenceOf) for each in world.asked)
    assert sorted(world.issue.label_names) == ["action-item"]
