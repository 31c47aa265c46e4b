"""The owner and the type of an item are read from the words that people use for them."""

import pytest

from incident_actions.postmortem.item_values import KnownPeople, read_owner, read_team, read_type, visible_words
from tests.postmortem.corpus_results import PROCESSES

KNOWN = KnownPeople(PROCESSES["default"])
TYPES = ("prevent", "detect", "mitigate")


@pytest.mark.parametrize(
    ("given", "login"),
    [
        ("@linus", "linus"),
        ("ask @linus or @ada", "linus"),
        ("[@linus](https://github.com/linus)", "linus"),
        ("[Linus T.](https://github.com/linus)", "linus"),
        ("`margaret`", "margaret"),
        ("**Margaret**", "margaret"),
        ("database on call", "kim"),
        ("Grace Hopper", "grace"),
        ("@mona_acme", "mona_acme"),
        ("linus", ""),
        ("@acme/shop", ""),
        ("the platform team", ""),
        ("[notes](https://github.com/acme/shop/issues/4)", ""),
        ("", ""),
    ],
)
def test_an_owner_is_a_login_a_page_or_somebody_whom_the_process_names(given: str, login: str) -> None:
    assert read_owner(given, KNOWN) == login


@pytest.mark.parametrize(
    ("given", "team"),
    [("@acme/shop", "acme/shop"), ("ask @acme/shop.ops", "acme/shop.ops"), ("acme/shop", ""), ("@ada", "")],
)
def test_a_team_is_its_organization_and_name(given: str, team: str) -> None:
    assert read_team(given) == team


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("Margret", "margaret"),
        ("@garce", "grace"),
        ("linsu", "linus"),
        ("Database on-call", "kim"),
        ("Grace Hooper", "grace"),
        ("zoe", ""),
        ("", ""),
    ],
)
def test_a_mistyped_owner_has_a_nearest_login(given: str, nearest: str) -> None:
    assert KNOWN.nearest(given, ("linus",)) == nearest


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Prevent", "prevent"),
        ("*prevention*", "prevent"),
        ("Preventative measure", "prevent"),
        ("alerting", "detect"),
        ("Mitigation", "mitigate"),
        ("detect / prevent", ""),
        ("process", ""),
        ("", ""),
    ],
)
def test_a_type_is_known_by_another_form_of_its_word(given: str, name: str) -> None:
    assert read_type(given, TYPES) == name


def test_a_type_with_several_words_is_known_by_one_of_them_unless_two_types_have_it() -> None:
    assert read_type("prevention", ("Preventive measure", "Monitoring enhancement")) == "Preventive measure"
    assert read_type("prevention", ("Preventive measure", "Prevention of a kind")) == ""


def test_words_are_shown_without_links_and_emphasis() -> None:
    assert visible_words(" **[Linus](https://x.org/linus)**  `of` snake_case ") == "Linus of snake_case"
