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
        ("/sev 1: the database is down", {"kind": "severity", "to": "SEV-1", "reason": "the database is down"}),
        ("/sev SEV-4 only a colour\nand more", {"kind": "severity", "to": "SEV-4", "reason": "only a colour"}),
    ],
)
def test_a_severity_is_accepted_as_people_spell_it(text: str, fact: dict[str, str]) -> None:
    assert facts(running(), "grace", text) == [fact]


KNOWN = "knows these severities: `1` or `SEV-1`, `2` or `SEV-2`, `3` or `SEV-3`, `4` or `SEV-4`. Nothing was changed."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/sev 9", f"`/sev` {KNOWN}"),
        ("/sev 0", f"`/sev` {KNOWN}"),
        ("/sev sev", f"`/sev` {KNOWN}"),
        ("/sev high", f"`/sev` {KNOWN}"),
        ("/sev", "`/sev` takes this form: `/sev <number or label> [reason]`. Nothing was changed."),
    ],
)
def test_an_unknown_severity_is_refused_with_the_valid_ones(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_the_label_and_the_card_follow() -> None:
    world = running("/sev 2")

    assert sorted(world.issue.label_names) == ["SEV-2", "incident", "status: investigating"]
    assert world.cards()[0].body.split("\n")[1] == "## 🟠 SEV-2 · Investigating"


def test_a_text_without_a_severity_names_none() -> None:
    assert split_severity("", PROCESS) is None
