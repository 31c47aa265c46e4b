"""The severity is found however people spell it, and never guessed."""

import pytest

from incident_actions.engine.commands.sev import split_severity
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import PROCESS


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/sev 1", {"kind": "severity", "to": "SEV-1"}),
        ("/sev sev2", {"kind": "severity", "to": "SEV-2"}),
        ("/SEV Sev-3", {"kind": "severity", "to": "SEV-3"}),
        ("/sev critical", {"kind": "severity", "to": "SEV-1"}),
        ("/sev sev 1 db is down", {"kind": "severity", "to": "SEV-1", "reason": "db is down"}),
        ("/sev -1", {"kind": "severity", "to": "SEV-1"}),
        ("/sev P2: `api` fails", {"kind": "severity", "to": "SEV-2", "reason": "`api` fails"}),
        ("/sev 1: the database is down", {"kind": "severity", "to": "SEV-1", "reason": "the database is down"}),
        ("/sev SEV-4 only a colour\nand more", {"kind": "severity", "to": "SEV-4", "reason": "only a colour"}),
    ],
)
def test_a_severity_is_accepted_as_people_spell_it(text: str, fact: dict[str, str]) -> None:
    assert facts(running(), "grace", text) == [fact]


CHOICES = """

- `/sev 1`: SEV-1, Everything is down for everybody, or data is being lost or leaked
- `/sev 2`: SEV-2, A major feature is broken and many people are affected
- `/sev 3`: SEV-3, A minor feature is broken, or there is a way around it
- `/sev 4`: SEV-4, Cosmetic, or not urgent"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/sev 9", "`/sev` can't tell which severity `9` means. Nothing was changed. Choose one:"),
        ("/sev sev", "`/sev` can't tell which severity `sev` means. Nothing was changed. Choose one:"),
        ("/sev 1 or 2", "`/sev` can't tell which severity `1 or 2` means. Nothing was changed. Choose one:"),
        ("/sev @ada", "`/sev` can't tell which severity `@ada` means. Nothing was changed. Choose one:"),
        ("/sev", "`/sev` needs a severity. Nothing was changed. Choose one:"),
    ],
)
def test_an_unknown_severity_is_refused_with_choices_to_copy(text: str, words: str) -> None:
    assert refused(running(), text) == [words + CHOICES]


def test_the_label_and_the_card_follow() -> None:
    world = running("/sev 2")

    assert sorted(world.issue.label_names) == ["SEV-2", "incident", "status: investigating"]
    assert world.cards()[0].body.split("\n")[1] == "## 🟠 SEV-2 · Investigating"


def test_a_text_without_a_severity_names_none() -> None:
    assert split_severity("", PROCESS) is None
