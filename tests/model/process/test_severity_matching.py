"""A severity is found however people and senders write it, and never guessed where two could be meant."""

from dataclasses import replace
from functools import cache

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import PRESET_NAMES
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity_matching import LONGEST, SeverityMatcher
from tests.worlds import PROCESS


@cache
def preset(name: str) -> Process:
    """Read a preset as a repository that extends it does."""
    return read_process(f"extends: {name}", templates.load_preset, tuple(BY_WORD))


def matcher(*labels: str, also: tuple[str, ...] = ()) -> SeverityMatcher:
    """Return the matcher of severities without definitions; the last one has the words `also`."""
    bare = replace(PROCESS.severities[0], definition="", also=())
    *others, last = (replace(bare, label=label) for label in labels)
    return SeverityMatcher((*others, replace(last, also=also)))


TYPED = [
    ("1", "default", "SEV-1"),
    ("SEV1", "default", "SEV-1"),
    ("sev-1", "default", "SEV-1"),
    ("sev 1", "default", "SEV-1"),
    ("SEV_1", "default", "SEV-1"),
    ("sev:1", "default", "SEV-1"),
    ("Sev=1", "default", "SEV-1"),
    ("SEV-1.", "default", "SEV-1"),
    ("severity 2", "default", "SEV-2"),
    ("Severity: 2", "default", "SEV-2"),
    ("P1", "default", "SEV-1"),
    ("p 1", "default", "SEV-1"),
    ("P4", "default", "SEV-4"),
    ("P5", "default", "SEV-4"),
    ("S1", "default", "SEV-1"),
    ("#1", "default", "SEV-1"),
    ("-1", "default", "SEV-1"),
    ("01", "default", "SEV-1"),
    ("sev one", "default", "SEV-1"),
    ("\uff11", "default", "SEV-1"),
    ("\uff33\uff25\uff36\uff0d\uff12", "default", "SEV-2"),
    ("①", "default", "SEV-1"),
    ("重大度 1", "default", "SEV-1"),
    ("Priorität 2", "default", "SEV-2"),
    ("gravité 3", "default", "SEV-3"),
    ("**1**", "default", "SEV-1"),
    ("[SEV-3]", "default", "SEV-3"),
    ("P1 - Critical", "default", "SEV-1"),
    ("1 (critical)", "default", "SEV-1"),
    ("Critical", "default", "SEV-1"),
    ("CRIT", "default", "SEV-1"),
    ("fatal", "default", "SEV-1"),
    ("page", "default", "SEV-1"),
    ("critical severity", "default", "SEV-1"),
    ("high priority!", "default", "SEV-2"),
    ("Error", "default", "SEV-2"),
    ("major", "default", "SEV-2"),
    ("warn", "default", "SEV-3"),
    ("minor", "default", "SEV-3"),
    ("Average", "default", "SEV-3"),
    ("info", "default", "SEV-4"),
    ("SEV-4: Cosmetic, or not urgent", "default", "SEV-4"),
    ("cosmetic or not urgent", "default", "SEV-4"),
    ("1", "p-levels", "P1 - Critical"),
    ("sev1", "p-levels", "P1 - Critical"),
    ("p1/critical", "p-levels", "P1 - Critical"),
    ("p2 (high)", "p-levels", "P2 - High"),
    ("P3 \u2013 medium", "p-levels", "P3 - Medium"),
    ("warning", "p-levels", "P3 - Medium"),
    ("minor", "p-levels", "P4 - Low"),
    ("Severity 1", "war-room", "Severity 1: Critical"),
    ("SEV-2", "war-room", "Severity 2: High"),
    ("high", "war-room", "Severity 2: High"),
    ("P3", "war-room", "Severity 3: Medium"),
    ("critical", "regulated", "Sev1"),
    ("sev 4", "regulated", "Sev4"),
    ("SEV_2", "lean", "SEV-2"),
    ("emergency", "lean", "SEV-1"),
    ("minor", "mitigate-first", "SEV-4"),
    ("moderate", "mitigate-first", "SEV-3"),
    ("", "default", None),
    ("sev", "default", None),
    ("severity", "default", None),
    ("p", "default", None),
    ("0", "default", None),
    ("5", "default", None),
    ("sev 11", "default", None),
    ("1.5", "default", None),
    ("1/2", "default", None),
    ("1 or 2", "default", None),
    ("SEV-1, SEV-2", "default", None),
    ("P1 - Low", "default", None),
    ("1 (minor)", "p-levels", None),
    ("sev-zero", "default", None),
    ("not sure", "default", None),
    ("Not sure: work it out", "default", None),
    ("high latency", "default", None),
    ("1st", "default", None),
    ("t1", "default", None),
    ("🔥", "default", None),
]


def test_a_severity_is_matched_as_it_is_typed() -> None:
    found = [(text, process, preset(process).match_severity(text)) for text, process, _ in TYPED]

    assert [(text, process, severity.label if severity else None) for text, process, severity in found] == TYPED


WORDS = (
    "critical",
    "crit",
    "fatal",
    "emergency",
    "disaster",
    "page",
    "high",
    "major",
    "error",
    "warning",
    "warn",
    "minor",
    "moderate",
    "medium",
    "low",
    "info",
    "informational",
    "notice",
    "P1",
    "P2",
    "P3",
    "P4",
    "P5",
    "S1",
)


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_every_preset_has_a_severity_for_the_common_words_the_worse_ones_first(name: str) -> None:
    process = preset(name)

    found = {word: process.match_severity(word) for word in WORDS}

    assert [word for word, severity in found.items() if severity is None] == []
    ranks = {word: process.rank(severity.label) for word, severity in found.items() if severity}
    assert [ranks[word] for word in ("critical", "high", "warning", "info")] == [1, 2, 3, 4]
    assert [ranks[word] for word in ("P1", "P2", "P3", "P4", "P5")] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_every_choice_that_is_shown_means_its_severity(name: str) -> None:
    process = preset(name)

    shown = [(choice.typed, choice.label) for choice in process.severity_matcher.choices]

    assert shown == [(str(place), each.label) for place, each in enumerate(process.severities, 1)]
    assert [process.match_severity(typed) for typed, _ in shown] == list(process.severities)


@pytest.mark.parametrize(
    ("labels", "text", "label"),
    [
        (("P0", "P1", "P2"), "0", "P0"),
        (("P0", "P1", "P2"), "sev1", "P1"),
        (("P0", "P1", "P2"), "3", None),
        (("P0", "P1", "P2"), "critical", None),
        (("Outage", "SEV-2", "SEV-3"), "sev 1", "Outage"),
        (("Outage", "SEV-1", "SEV-2"), "1", "SEV-1"),
        (("Critical", "Major", "Minor"), "sev 2", "Major"),
        (("Critical", "Major", "Minor"), "major outage", None),
        (("Bad", "Worse"), "fatal", "Bad"),
        (("Bad", "Fatal"), "fatal", "Fatal"),
        (("Bad", "Bad enough"), "bad enough", "Bad enough"),
        (("Bad 1", "Worse 1"), "1", None),
        (("Bad 1", "Worse 1"), "worse", "Worse 1"),
        (("Class 1", "Class 2"), "class2", "Class 2"),
        (("Prio 1.0", "Prio 1.5"), "prio 1.5", "Prio 1.5"),
        (("🔥", "💧"), "🔥", "🔥"),
        (("🔥", "💧"), "🔥🔥", None),
        (("Bad",), "severity", None),
    ],
)
def test_a_team_with_its_own_labels_is_understood(labels: tuple[str, ...], text: str, label: str | None) -> None:
    found = matcher(*labels).find(text)

    assert (found.label if found else None) == label


def test_a_label_beats_another_severity_that_claims_its_word() -> None:
    found = [matcher("High", "Low", also=("high", "p1", "meh")).find(text) for text in ("high", "p1", "meh", "1")]

    assert [each.label if each else None for each in found] == ["High", "Low", "Low", "High"]


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("1", "SEV-1", ""),
        ("1 db is down", "SEV-1", "db is down"),
        ("SEV1 - db is down", "SEV-1", "db is down"),
        ("\uff11\uff1aDBが落ちた", "SEV-1", "DBが落ちた"),
        ("sev sev 1, db is down", "SEV-1", "db is down"),
        ("critical the db is down", "SEV-1", "the db is down"),
        ("P1 - Critical - db is down", "SEV-1", "Critical - db is down"),
        ("1 (critical) db is down", "SEV-1", "db is down"),
        ("**2** `api` -5 %", "SEV-2", "`api` -5 %"),
        ("2 -5 % sales", "SEV-2", "-5 % sales"),
        ("1 low disk", "SEV-1", "low disk"),
        ("SEV-1 or maybe not", "SEV-1", "or maybe not"),
    ],
)
def test_a_severity_at_the_start_of_a_text_is_split_off(text: str, label: str, rest: str) -> None:
    found = PROCESS.severity_matcher.split(text)

    assert (found and (found[0].label, found[1])) == (label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/2 db",
        "1 or 2 db",
        "SEV-1 oder SEV-2",
        "1.5x load",
        "1st",
        "@1",
        "db is at sev 1",
        "sev",
        "sev-11 x",
        "> 1",
    ],
)
def test_a_text_that_begins_with_no_one_severity_is_not_split(text: str) -> None:
    assert PROCESS.severity_matcher.split(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("critical: it burns", "SEV-1"),
        ("Critical - it burns", "SEV-1"),
        ("critical", "SEV-1"),
        ("sev 2 it burns", "SEV-2"),
        ("Critical section hangs", None),
        ("High latency", None),
        ("Page-load is slow", None),
    ],
)
def test_a_word_of_a_title_is_not_taken_for_a_severity(text: str, label: str | None) -> None:
    found = PROCESS.severity_matcher.split(text, in_prose=True)

    assert (found[0].label if found else None) == label


def test_no_severity_is_searched_in_a_long_text() -> None:
    assert PROCESS.match_severity("1" + " " * LONGEST + "!") is None
    assert PROCESS.severity_matcher.split("1 " + "x" * LONGEST) == (PROCESS.severities[0], "x" * LONGEST)


def test_a_long_meaning_is_shortened() -> None:
    severity = replace(PROCESS.severities[0], definition="word\n" * 40)

    assert SeverityMatcher((severity,)).choices[0].meaning == "word " * 15 + "word…"


@pytest.mark.parametrize(
    ("label", "severity"),
    [
        ("SEV-1", "SEV-1"),
        ("sev1", "SEV-1"),
        ("1", "SEV-1"),
        ("P2", "SEV-2"),
        ("critical", "SEV-1"),
        ("severity: high", "SEV-2"),
        ("priority/high", "SEV-2"),
        ("page", None),
        ("error", None),
        ("minor", None),
        ("bug", None),
        ("incident", None),
        ("sev-9", None),
    ],
)
def test_a_label_names_a_severity_unless_it_may_be_any_label(label: str, severity: str | None) -> None:
    found = PROCESS.severity_on_label(label)

    assert (found.label if found else None) == severity


def test_a_word_of_the_severities_own_labels_names_one_on_a_label() -> None:
    found = preset("p-levels").severity_on_label("high")

    assert found is not None
    assert found.label == "P2 - High"
