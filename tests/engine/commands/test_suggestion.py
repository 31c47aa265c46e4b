"""A mistyped command gets the line that was meant, by its spelling, its meaning, or the process's own words."""

import pytest

from incident_actions.engine.commands.command import Place
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.suggestion import suggest_command, wants_undo, word_instead
from incident_actions.engine.commands.synonyms import INCIDENT_SYNONYMS, ITEM_SYNONYMS
from incident_actions.text.slash_grammar import commands_in
from tests.worlds import PROCESS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/resolv", "/resolve"),
        ("/udpate we fail over", "/update we fail over"),
        ("/acknowledge", "/ack"),
        ("/close the pool is larger", "/resolve the pool is larger"),
        ("/fixed!", "/resolve"),
        ("/resolvd", "/resolve"),
        ("/assign @grace", "/ic @grace"),
        ("/lead", "/ic @user"),
        ("/cancel a test", "/false-alarm a test"),
        ("/timeline 14:05 pool is full", "/note 14:05 pool is full"),
        ("/summary", "/update <text>"),
        ("/revert", "/rollback"),
        ("/backout #12", "/rollback #12"),
        ("/monitoring we watch", "/status Monitoring we watch"),
        ("/commander @ada", "/ic @ada"),
        ("/critical db is down", "/sev 1 db is down"),
        ("/behoben", "/resolve"),
        ("/fausse-alerte", "/false-alarm <reason>"),
        ("/確認", "/ack"),
        ("/復旧 プールを拡大", "/resolve プールを拡大"),
        ("/xyzzy", ""),
        ("/zzz9", ""),
    ],
)
def test_the_command_that_was_meant_is_suggested_with_what_was_typed(typed: str, meant: str) -> None:
    (asked,) = commands_in(typed)

    assert suggest_command(asked, "incident", BY_WORD, PROCESS) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/close #12", "/done #12"),
        ("/assign @grace", "/owner @grace"),
        ("/deadline friday", "/due friday"),
        ("/wontfix too small", "/drop too small"),
        ("/monitoring", ""),
    ],
)
def test_on_an_action_item_its_own_commands_are_suggested(typed: str, meant: str) -> None:
    (asked,) = commands_in(typed)

    assert suggest_command(asked, "action item", BY_WORD, PROCESS) == meant


def test_a_suggestion_repeats_the_beginning_of_a_long_text() -> None:
    (asked,) = commands_in("/fixed " + "x" * 500)

    assert suggest_command(asked, "incident", BY_WORD, PROCESS) == "/resolve " + "x" * 91


@pytest.mark.parametrize(("table", "place"), [(INCIDENT_SYNONYMS, "incident"), (ITEM_SYNONYMS, "action item")])
def test_each_synonym_belongs_to_one_command_and_is_none_itself(table: dict[str, str], place: Place) -> None:
    words = [word for synonyms in table.values() for word in synonyms.split()]

    assert len(words) == len(set(words))
    assert {word for word in words if (known := BY_WORD.get(word)) and known.works_on(place)} == set()
    assert set(table) <= {word for word, command in BY_WORD.items() if command.works_on(place)}


def test_a_command_of_the_other_place_has_one_that_does_the_like_here() -> None:
    done, owner, sev = (commands_in(f"/{word}")[0] for word in ("done", "owner", "sev"))

    assert [word_instead(done, "incident"), word_instead(owner, "incident")] == ["resolve", "ic"]
    assert word_instead(sev, "action item") == ""


def test_a_wish_to_undo_is_noticed() -> None:
    assert wants_undo(commands_in("/undo /sev 1")[0])
    assert not wants_undo(commands_in("/sev 1")[0])
