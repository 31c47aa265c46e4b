"""Numbers of people are found by their form and their checksum, for processes that ask for it, and are not repeated."""

from dataclasses import replace

import pytest

from incident_actions.postmortem import check
from incident_actions.postmortem.checks import personal_data
from incident_actions.postmortem.finding import Finding, PersonalDataFound, PersonalDataNotChecked
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, line_of
from tests.worlds import PROCESS

ASKING = replace(PROCESS, postmortem=replace(PROCESS.postmortem, rules={"personal-data-found": "error"}))


def found(words: str) -> list[Finding]:
    text = GOOD_POSTMORTEM.replace("Customers noticed first.", f"Customers noticed first: {words}")
    return list(check.findings(text, ASKING))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("GB29 NWBK 6016 1331 9268 19", "an IBAN"),
        ("to DE89370400440532013000.", "an IBAN"),
        ("4111 1111 1111 1111", "a payment card"),
        ("card `5500-0000-0000-0004`", "a payment card"),
        ("536-90-4399", "a US Social Security number"),
        ("943 476 5870", "an NHS number"),
        ("2 95 10 99 126 111 93", "a French social security number"),
        ("54362315-K", "a Spanish DNI"),
        ("X-2482300-W", "a Spanish NIE"),
        ("RCCMNL83S18D969H", "an Italian codice fiscale"),
        ("36 574 261 809", "a German tax identifier"),
        ("390.533.447-05", "a Brazilian CPF"),
        ("2341 2341 2346", "an Aadhaar number"),
        ("BOXW310820HNERXN09", "a Mexican CURP"),
        ("+44 20 7946 0958", "a phone number"),
        ("+1 (415) 555-2671", "a phone number"),
    ],
)
def test_a_number_of_a_person_is_found(words: str, kind: str) -> None:
    assert found(words) == [PersonalDataFound(line_of("Customers noticed"), kind)]


@pytest.mark.parametrize(
    "words",
    ["1,300 orders of 2026-03-04 13:40", "4111 1111 1111 1112", "GB29 NWBK 6016 1331 9268 18", "536-90-43999", "build 1772632800000", "trace 4bf92f3577b34da6a3ce929d0e0e4736",
     "10.0.12.255, 192.168.100.100", "https://example.org/4111111111111111", "order=4111111111111111", "+5 min, +1 300 orders", "943 476 5871", "commit 36574261809"],
)  # fmt: skip
def test_other_numbers_are_left_alone(words: str) -> None:
    assert found(words) == []


def test_nothing_is_searched_for_unless_the_process_asks_for_it() -> None:
    assert check.findings(GOOD_POSTMORTEM.replace("four minutes.", "four minutes. +44 20 7946 0958"), PROCESS) == ()


def test_a_missing_library_is_reported_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "_is_installed", lambda: False)

    assert found("+44 20 7946 0958") == [PersonalDataNotChecked(1)]
