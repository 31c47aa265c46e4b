"""Each entry is folded once, however often the state is asked for."""

from incident_actions.model.incident.entry import Entry, NoteAdded
from incident_actions.model.incident.history import History
from tests.worlds import START


def note(text: str) -> NoteAdded:
    return NoteAdded(at=START, accepted=START, text=text)


def counting_history() -> tuple[History[str], list[str]]:
    """Return a history of joined texts, and a list of what was folded for it."""
    folded: list[str] = []

    def grow(before: str | None, entry: Entry) -> str:
        assert isinstance(entry, NoteAdded)
        folded.append(entry.text)
        return (before or "") + entry.text

    return History(grow), folded


def test_nothing_is_folded_before_the_first_entry() -> None:
    history, folded = counting_history()

    assert history.last_state(()) is None
    assert folded == []


def test_a_longer_record_folds_only_what_is_new() -> None:
    history, folded = counting_history()
    history.last_state((note("a"), note("b")))

    assert history.last_state((note("a"), note("b"), note("c"))) == "abc"
    assert folded == ["a", "b", "c"]


def test_a_shorter_record_is_looked_up() -> None:
    history, folded = counting_history()
    history.last_state((note("a"), note("b"), note("c")))

    assert (history.last_state((note("a"),)), history.last_state((note("a"), note("b")))) == ("a", "ab")
    assert folded == ["a", "b", "c"]


def test_another_record_is_folded_from_where_it_parts() -> None:
    history, folded = counting_history()
    history.last_state((note("a"), note("b")))

    assert history.last_state((note("a"), note("x"), note("y"))) == "axy"
    assert folded == ["a", "b", "x", "y"]


def test_the_steps_are_the_state_before_the_first_entry_and_after_each() -> None:
    history, _ = counting_history()

    assert history.all_states((note("a"), note("b"))) == [None, "a", "ab"]
    assert history.all_states((note("a"),)) == [None, "a"]
