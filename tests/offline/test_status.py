"""The terminal shows how an incident stands that is kept in a log."""

from __future__ import annotations

import re
from datetime import timedelta

from incident_actions.gateway.repository.templates import load_template
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.timer import Timer
from incident_actions.offline.contacts import ContactDetails
from incident_actions.offline.status import TIMELINE_LINES, first_minutes, people_to_page, status_values
from tests.offline.logs import INCIDENT, NOON, PROCESS, kept
from tests.worlds import WORDING

MANAGER = ContactDetails("the duty manager", "+44 20 7946 0009", (("margaret", ""),))


def test_a_running_incident_shows_its_severity_its_roles_and_what_does_not_count() -> None:
    account = kept("/ic @grace", "/comms @linus", "/sev 9", "/hotfix x")

    values = status_values(account, PROCESS, WORDING, NOON)

    assert values["running"]
    assert values["definition"] == PROCESS.severities[0].definition
    assert [person for _, person in values["roles"]] == ["linus"]
    assert [line.typed for line, _ in values["refused"]] == ["/sev 9"]
    assert [line.typed for line in values["waiting"]] == ["/hotfix x"]
    assert values["postmortem_due"] is None


def test_a_resolved_incident_shows_when_its_post_mortem_is_due() -> None:
    values = status_values(kept("/resolve The pool is restored"), PROCESS, WORDING, NOON)

    assert not values["running"]
    assert values["unclaimed"] == ()
    assert values["postmortem_due"] > NOON


def test_an_incident_without_a_severity_has_no_definition() -> None:
    assert status_values(kept(severity=""), PROCESS, WORDING, NOON)["definition"] == ""


def test_the_last_lines_of_the_timeline_are_shown() -> None:
    lines = status_values(kept(*(f"/note {number}" for number in range(9))), PROCESS, WORDING, NOON)["lines"]

    assert len(lines) == TIMELINE_LINES
    assert "8" in lines[-1].text


def test_the_first_minutes_need_who_is_on_call_and_what_to_ask() -> None:
    rated, unrated = (first_minutes(kept(severity=severity), PROCESS, NOON) for severity in ("SEV-1", ""))

    assert rated["on_call"] == (ContactDetails("on-call", "", (("linus", "+44 20 7946 0003"),)),)
    assert (rated["questions"], unrated["questions"]) == ((), PROCESS.triage.questions)
    assert unrated["tell"] == ()
    assert rated["levels"] == PROCESS.severities


def test_people_who_would_be_paged_are_shown_with_their_ways() -> None:
    paged = e.PeoplePaged(at=NOON, accepted=NOON, by="ada", whom="the duty manager", to=("margaret",))
    alone = e.PeoplePaged(at=NOON, accepted=NOON, by="ada", whom="linus", to=("linus",))
    climbed = e.Escalated(at=NOON, accepted=NOON, by="ada", to=("margaret",), rung="stuck")
    gone = e.Escalated(at=NOON, accepted=NOON, by="ada", to=("ada",), rung="no longer there")
    noted = e.NoteAdded(at=NOON, accepted=NOON, by="ada", text="x")

    found = people_to_page((paged, alone, climbed, gone, noted), INCIDENT, PROCESS, NOON + timedelta(minutes=1))

    assert found == (
        MANAGER,
        ContactDetails("linus", "", (("linus", "+44 20 7946 0003"),)),
        MANAGER,
        ContactDetails("", "", (("ada", "+44 20 7946 0001"),)),
    )


def test_the_terminal_has_words_for_every_timer() -> None:
    words = (load_template("log/standing.txt") or "").partition("set tasks = {")[2].partition("}")[0]

    assert re.findall(r'^  "([a-z-]+)":', words, re.MULTILINE) == list(Timer)
