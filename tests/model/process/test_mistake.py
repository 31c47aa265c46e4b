"""A mistake is shown with its place, and all mistakes of a file in its order."""

from incident_actions.model.process.mistake import InvalidConfiguration, Mistake

SECOND = Mistake("x.yml", 2, 7, "labels.incidnt", "unknown key")
WHOLE = Mistake("x.yml", 1, 1, "", "nested too deeply")


def test_a_mistake_is_shown_with_file_line_column_and_key() -> None:
    assert [str(SECOND), SECOND.text] == ["x.yml:2:7: labels.incidnt: unknown key", "labels.incidnt: unknown key"]


def test_a_mistake_of_the_whole_file_has_no_key() -> None:
    assert [str(WHOLE), WHOLE.text] == ["x.yml:1:1: nested too deeply", "nested too deeply"]


def test_mistakes_are_told_once_in_the_order_of_the_file() -> None:
    later = Mistake("x.yml", 2, 10, "a", "b")
    same_place = Mistake("x.yml", 2, 7, "a", "b")

    wrong = InvalidConfiguration(iter([later, SECOND, same_place, WHOLE, SECOND]))

    assert wrong.mistakes == (WHOLE, SECOND, same_place, later)
    assert str(wrong) == "\n".join(map(str, (WHOLE, SECOND, same_place, later)))
