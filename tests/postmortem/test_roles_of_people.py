"""People are known by the roles that they took, and else by how they were reached."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from incident_actions.contract.decision import EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.postmortem.roles_of_people import first_holder, role_words
from tests.worlds import PROCESS, WORDING

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
NOW = EntryFields(at=AT, accepted=AT, by="Grace", by_id=0, comment=5, index=0)


def taken(role: str, person: str, minutes: int = 0) -> e.RoleTaken:
    entry = e.RoleTaken(**NOW, role=role, person=person)
    return replace(entry, at=AT + timedelta(minutes=minutes))


def test_each_person_has_a_role_or_is_on_call_or_a_responder() -> None:
    entries = (
        e.PeoplePaged(**NOW, to=("ada", "linus"), whom="on call"),
        taken("commander", "ada"),
        e.PeoplePaged(**NOW, to=("mary", "acme/ops"), whom="the CTO"),
    )

    assert role_words(entries, PROCESS, WORDING) == {
        "grace": "a responder",
        "ada": "the Incident commander",
        "linus": "on call",
        "mary": "a responder",
    }


def test_the_latest_role_counts_and_of_two_at_once_the_first_of_the_process() -> None:
    entries = (taken("tech", "ada"), taken("comms", "ada", 5), taken("commander", "ada", 5), taken("tech", "Linus", 9))

    assert role_words(entries, PROCESS, WORDING) == {
        "grace": "a responder",
        "ada": "the Incident commander",
        "linus": "the Tech lead",
    }


def test_a_bot_has_no_role() -> None:
    alert = replace(e.Acknowledged(**NOW), by="github-actions[bot]")

    assert role_words((alert,), PROCESS, WORDING) == {}


def test_the_first_holder_of_a_role_is_known() -> None:
    entries = (taken("commander", "ada"), taken("commander", "linus", 9))

    assert first_holder("commander", entries) == "ada"
    assert first_holder("comms", entries) == ""
