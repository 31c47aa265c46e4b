"""The words that people type instead of commands are plain, lower-case words."""

from incident_actions.engine.commands.synonyms import INCIDENT_SYNONYMS, ITEM_SYNONYMS, UNDO_WORDS, WORST_WORDS
from incident_actions.text.slash_line import read_line


def test_each_synonym_is_what_the_grammar_makes_of_its_typing() -> None:
    tables = (*INCIDENT_SYNONYMS.values(), *ITEM_SYNONYMS.values())
    words = {word for synonyms in tables for word in synonyms.split()} | UNDO_WORDS | WORST_WORDS

    read = {word: read_line(f"/{word}") for word in words}

    assert {word for word, line in read.items() if line is None or line.word != word} == set()
