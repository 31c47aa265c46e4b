"""Which share of the corpus each change is tried with."""

from __future__ import annotations

from tests.people.corpus import CORPUS, FAMILIES
from tests.people.doors import DOORS, is_dealt


def test_a_change_is_tried_with_every_text_on_some_door() -> None:
    tried = {text for door in DOORS for family, text in CORPUS if is_dealt(door, family, text)}

    assert tried == {text for _, text in CORPUS}


def test_a_change_is_tried_with_every_family_on_every_door() -> None:
    tried = {door: {family for family, text in CORPUS if is_dealt(door, family, text)} for door in DOORS}

    assert tried == {door: set(FAMILIES) for door in DOORS}


def test_a_change_is_tried_with_a_ninth_of_the_whole() -> None:
    tried = sum(is_dealt(door, family, text) for door in DOORS for family, text in CORPUS)

    assert tried < len(CORPUS) * len(DOORS) / 8
