"""Severities, status words and roles are found in any spelling, where only one can be meant."""

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.communication import Notification
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.people import Contact, PersonalAddresses, Role
from incident_actions.model.process.process import Process, spellings
from incident_actions.model.process.validation import validate
from tests.worlds import PROCESS


def of(*labels: str) -> Process:
    """Return the default process with other severities."""
    severity = PROCESS.severities[0]
    return replace(PROCESS, severities=tuple(replace(severity, label=label) for label in labels))


DASHED = of("SEV-1", "SEV-2", "SEV-3")
NAMED = of("P1 - Critical", "P2 - High", "P3 - Medium")
WORDY = of("Severity 1: Critical", "Severity 2: High", "Severity 3: Low")
SHORT = of("Sev1", "Sev2")
FROM_ZERO = of("P0", "P1", "P2")
WORDS = of("Critical", "Major", "Minor")


@pytest.mark.parametrize(
    ("process", "given", "label"),
    [
        (DASHED, "1", "SEV-1"),
        (DASHED, "SEV-2", "SEV-2"),
        (DASHED, "sev2", "SEV-2"),
        (DASHED, "Sev-3", "SEV-3"),
        (DASHED, "1:", "SEV-1"),
        (NAMED, "1", "P1 - Critical"),
        (NAMED, "p2", "P2 - High"),
        (NAMED, "P3 - Medium", "P3 - Medium"),
        (NAMED, "critical", "P1 - Critical"),
        (WORDY, "2", "Severity 2: High"),
        (WORDY, "severity 2", "Severity 2: High"),
        (WORDY, "severity2", "Severity 2: High"),
        (WORDY, "high", "Severity 2: High"),
        (WORDY, "Severity 3: Low", "Severity 3: Low"),
        (SHORT, "sev2", "Sev2"),
        (FROM_ZERO, "0", "P0"),
        (FROM_ZERO, "1", "P1"),
        (FROM_ZERO, "p2", "P2"),
        (WORDS, "1", "Critical"),
        (WORDS, "minor", "Minor"),
        (WORDS, "3", "Minor"),
    ],
)
def test_a_severity_is_found_as_people_spell_it(process: Process, given: str, label: str) -> None:
    found = process.severity(given)

    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("process", "given"),
    [
        (DASHED, "sev"),
        (DASHED, "4"),
        (DASHED, "0"),
        (DASHED, "-1"),
        (DASHED, ""),
        (DASHED, "²"),
        (DASHED, "SEV-11"),
        (WORDY, "severity"),
        (WORDY, "Severity 4"),
        (NAMED, "P"),
        (NAMED, "-"),
        (WORDS, "4"),
    ],
)
def test_an_ambiguous_or_unknown_severity_is_not_found(process: Process, given: str) -> None:
    assert process.severity(given) is None


def test_what_people_write_is_matched_more_loosely_than_a_name_of_the_configuration() -> None:
    found = PROCESS.match_severity("Critical!")

    assert (found.label if found else None, PROCESS.severity("Critical!")) == ("SEV-1", None)


def test_a_severity_has_its_place_by_its_whole_label() -> None:
    assert [NAMED.rank(label) for label in ("P1 - Critical", "P3 - Medium", "P3", "")] == [1, 3, 0, 0]


@pytest.mark.parametrize(
    ("given", "word"), [("identified", "Identified"), ("RESOLVED", "Resolved"), ("done", None), ("", None)]
)
def test_a_status_is_found_by_its_word(given: str, word: str | None) -> None:
    found = PROCESS.status(given)

    assert (found.word if found else None) == word


def test_each_phase_has_its_first_word() -> None:
    assert {phase: PROCESS.first_status(phase) for phase in Phase} == {
        Phase.ACTIVE: "Investigating",
        Phase.MITIGATED: "Monitoring",
        Phase.RESOLVED: "Resolved",
        Phase.CLOSED: "",
        Phase.DISMISSED: "",
    }
    assert PROCESS.status_label("Investigating") == "status: investigating"


@pytest.mark.parametrize(
    ("given", "key"),
    [("commander", "commander"), ("Comms Lead", "comms"), ("incident commander", "commander"), ("ic", None)],
)
def test_a_role_is_found_by_its_key_or_name(given: str, key: str | None) -> None:
    found = PROCESS.role(given)

    assert (found.key if found else None) == key


def test_no_severity_is_none_whatever_signs_the_labels_hold() -> None:
    first, *others = PROCESS.severities
    process = replace(PROCESS, severities=(replace(first, label="- worst"), *others))

    assert process.severity("") is None


def test_the_severity_of_an_alert_is_the_worst_that_its_words_mean() -> None:
    alerts = replace(DASHED.alerts, severities={"critical": "SEV-1", "page": "2", "odd": "none"})
    process = replace(DASHED, alerts=alerts)

    assert process.severity_of_alert(("PAGE", "Critical")) == "SEV-1"
    assert process.severity_of_alert(("page", "odd")) == "SEV-2"
    assert process.severity_of_alert(("quiet",)) == ""
    assert process.severity_of_alert(("quiet", "P3")) == "SEV-3"


def test_a_severity_has_its_place_and_the_worst_stands_for_none() -> None:
    assert [DASHED.rank(label) for label in ("SEV-1", "SEV-3", "SEV-9")] == [1, 3, 0]
    assert DASHED.severity_or_worst("").label == "SEV-1"


def test_a_severity_has_its_own_targets_over_the_general_ones() -> None:
    general = replace(DASHED.targets, acknowledge=5, assess=10)
    own = replace(DASHED.targets, acknowledge=2, assess=None)
    severity = replace(DASHED.severities[0], targets=own)

    targets = replace(DASHED, targets=general).targets_of(severity)

    assert (targets.acknowledge, targets.assess) == (2, 10)


@pytest.mark.parametrize(
    ("severities", "label", "applies"),
    [
        ((), "", True),
        (("SEV-1",), "SEV-1", True),
        (("1",), "sev1", True),
        (("SEV-1",), "SEV-2", False),
        (("1",), "", False),
    ],
)
def test_a_checklist_that_names_severities_is_for_those_alone(
    severities: tuple[str, ...], label: str, applies: bool
) -> None:
    assert DASHED.applies_to(severities, label) is applies


def test_a_person_is_reached_as_the_directory_says_however_their_login_is_written() -> None:
    process = replace(PROCESS, directory={"Ada": "+44 20 7946 0001"})

    assert [process.reach(login) for login in ("ada", "grace")] == ["+44 20 7946 0001", ""]


def test_a_persons_tags_are_found_however_their_login_is_written() -> None:
    pager = PersonalAddresses(notify=("ada-pager", "ada-sms"))
    process = replace(PROCESS, people={"Ada": pager})

    assert [process.page_tags(login) for login in ("ada", "ADA", "grace")] == [pager.notify, pager.notify, ()]


def test_a_tag_is_personal_unless_a_rule_notifies_it_too() -> None:
    rules = (Notification(on=("declared",), to=("oncall", "press")),)
    people = {"ada": PersonalAddresses(notify=("ada-pager", "oncall")), "kim": PersonalAddresses(notify=("ada-pager",))}
    process = replace(PROCESS, people=people, notifications=rules)
    process.__dict__.pop("personal_tags", None)  # what another test had computed of the one that was copied

    assert process.personal_tags == ("ada-pager",)


def test_a_contact_a_role_and_a_place_have_names_for_people() -> None:
    process = replace(PROCESS, contacts={"vp": Contact(name="the VP")})

    assert [process.contact_name(whom) for whom in ("vp", "commander", "on-call")] == [
        "the VP",
        PROCESS.roles[0].name,
        "on-call",
    ]


def test_the_room_is_named_by_the_process() -> None:
    links = replace(PROCESS.links, room="#inc-{number}-{date}")
    process = replace(PROCESS, links=links)

    assert process.room_name(7, date(2026, 3, 4)) == "#inc-7-2026-03-04"
    assert PROCESS.room_name(7, date(2026, 3, 4)) == ""


def test_the_repositories_and_names_of_services_are_those_that_are_configured() -> None:
    services = [{"name": "api", "repository": "acme/api"}, "web"]
    process = validate(Process, {**to_plain_values(PROCESS), "services": services})

    assert (process.service_names, process.repositories) == (("api", "web"), frozenset({"acme/api"}))


@pytest.mark.parametrize(
    ("given", "name"), [("vp", "vp"), ("cto", "cto"), ("VP", None), ("", None)], ids=["first", "second", "case", "none"]
)
def test_an_escalation_step_is_found_by_its_name(given: str, name: str | None) -> None:
    steps = tuple(Rung(name=each, when="blocked", page=("commander",)) for each in ("vp", "cto"))

    found = replace(PROCESS, ladder=steps).find_rung(given)

    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("commander", "commander", False),
        ("commander", "scribe", False),
        ("scribe", "commander", False),
        ("commander", "tech", True),
        ("tech", "scribe", True),
        ("tech", "unknown", True),
        ("unknown", "tech", True),
    ],
)
def test_two_roles_have_two_people_unless_one_of_them_allows_the_other(one: str, other: str, differ: bool) -> None:
    roles = (
        Role(key="commander", name="Lead"),
        validate(Role, {"key": "scribe", "name": "Scribe", "with": ["commander"]}),
        Role(key="tech", name="Tech"),
    )

    assert replace(PROCESS, roles=roles).must_differ(one, other) is differ


def test_one_person_may_have_every_role_where_none_names_another() -> None:
    roles = (Role(key="commander", name="Lead"), Role(key="tech", name="Tech"))

    assert not replace(PROCESS, roles=roles).must_differ("commander", "tech")


@pytest.mark.parametrize(
    ("label", "spelt"),
    [
        ("SEV-1", {"sev-1", "sev1", "1"}),
        ("P1 - Critical", {"p1 - critical", "p1critical", "p1", "critical", "1"}),
        ("Severity 12: On 7 sites", {"severity 12: on 7 sites", "severity12:on7sites", "severity", "severity 12", "severity12", "on 7 sites", "on7sites", "12"}),
        ("Bad", {"bad"}),
    ],
)  # fmt: skip
def test_a_severity_has_the_spellings_that_people_type(label: str, spelt: set[str]) -> None:
    assert spellings(label) == spelt


def test_times_without_a_zone_are_in_that_of_the_calendar() -> None:
    known = to_plain_values(PROCESS) | {"calendar": {"time_zone": "Europe/Berlin"}}

    assert str(validate(Process, known).zone) == "Europe/Berlin"
