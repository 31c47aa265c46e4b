"""The overview has a row for each open incident, without a word that people wrote into it."""

from dataclasses import fields, replace
from datetime import timedelta

from incident_actions.contract.decision import Context, decide
from incident_actions.contract.effects import Creation
from incident_actions.contract.questions import AnyQuestion, ChangesOf
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.overview.row import incident_row, is_same, latest_row
from incident_actions.model.incident.entry import IncidentListed
from incident_actions.text import record
from tests.worlds import START, WORDING, World


def row(world: World) -> IncidentListed | None:
    """Return the row, where GitHub says that mallory edited the card, if it is asked."""

    def read(known: Snapshot) -> IncidentListed | None:
        return incident_row(Context(known, world.process, WORDING, world.now))

    def answer(question: AnyQuestion) -> dict[AnyQuestion, object]:
        return {question: tuple(world.changes) if isinstance(question, ChangesOf) else "mallory"}

    return decide(read, world.snapshot, answer, make_nothing)[0]


def make_nothing(creation: Creation) -> CreationResult:
    raise AssertionError(creation)


def damage(world: World) -> None:
    card = next(each for each in world.comments.values() if record.OPENING in each.body)
    text = f"{card.body.partition(record.OPENING)[0]}{record.OPENING}\ngone"
    world.comments[card.id] = replace(card, body=text, updated=world.now + timedelta(minutes=1))


def declared() -> World:
    world = World()
    world.run()
    return world


def test_an_incident_is_shown_from_its_declaration_on() -> None:
    world = World()

    before = row(world)
    world.run()

    assert before is None
    assert row(world) == IncidentListed(
        at=START, accepted=START, incident=7, status="Investigating", next_update=START + timedelta(minutes=15)
    )


def test_the_row_shows_severity_status_commander_and_next_update() -> None:
    world = declared()

    world.ask("ada", "/sev 1\n/ic\n/update We are looking into it")

    assert row(world) == IncidentListed(
        at=START,
        accepted=world.now,
        incident=7,
        severity="SEV-1",
        status="Investigating",
        commander="ada",
        next_update=world.now + timedelta(minutes=15),
    )


def test_a_mitigated_incident_is_still_open_and_a_resolved_one_is_not() -> None:
    world = declared()
    world.ask("ada", "/sev 1\n/mitigated")
    mitigated = row(world)

    world.ask("ada", "/resolve Rolled back")

    assert mitigated is not None
    assert (mitigated.status, mitigated.mitigated) == ("Monitoring", True)
    assert row(world) is None


def test_an_incident_whose_record_is_damaged_is_unknown() -> None:
    world = declared()
    damage(world)

    assert row(world) == IncidentListed(at=START, accepted=START, incident=7, unread=True)


def test_a_closed_incident_whose_record_is_damaged_is_not_shown() -> None:
    world = declared()
    damage(world)
    world.issue = replace(world.issue, open=False)

    assert row(world) is None


def test_no_row_has_room_for_a_text_of_people() -> None:
    """Whoever made an incident private can't remove earlier texts of another issue."""
    kept = {each.name for each in fields(IncidentListed)} - {"at", "accepted", "by", "by_id", "comment", "index"}

    assert kept == {"incident", "severity", "status", "mitigated", "commander", "next_update", "unread"}


def listed(**given: object) -> IncidentListed:
    values = {"at": START, "accepted": START, "incident": 7, "severity": "SEV-1", **given}
    return IncidentListed(**values)  # type: ignore[arg-type]


def test_rows_are_the_same_if_they_show_the_same() -> None:
    later = START + timedelta(minutes=1)

    assert is_same(listed(), listed(accepted=later))
    assert is_same(None, None)
    assert not is_same(listed(), listed(severity="SEV-2"))
    assert not is_same(listed(), None)
    assert not is_same(None, listed())


def test_the_row_that_another_run_made_of_a_later_entry_stays() -> None:
    later = START + timedelta(minutes=1)
    newer, older = listed(accepted=later, severity="SEV-2"), listed()

    assert latest_row(newer, older) == newer
    assert latest_row(older, newer) == newer
    assert latest_row(None, older) == older
    assert latest_row(listed(accepted=later), older) == listed(accepted=later)
    assert latest_row(listed(accepted=later, unread=True), older) == older
