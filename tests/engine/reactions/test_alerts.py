"""However alerts come, the record holds what monitoring told, once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import PostPrivately
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine.reactions import alerts
from incident_actions.engine.reactions.unread_severities import unread_in_alert
from incident_actions.model.alerts.alert import Alert, AlertDelivery
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.model.process.process import AlertRules
from incident_actions.text import alert_marker, private_marker
from tests.worlds import BOT, PROCESS, START, WORDING, RunDied, World, make_labels

PAGED = replace(PROCESS, alerts=AlertRules(severities={"page": "SEV-1", "warning": "SEV-3"}))
STORM = PAGED.alerts.storm
Told = tuple[str, Literal["firing", "resolved"], str]
TOLD: st.SearchStrategy[Told] = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(["firing", "firing", "resolved"]),
    st.sampled_from(["", "warning", "page", "x"]),
)
STEPS = st.sampled_from(["", "", "/ic", "/sev 4", "/mitigated", "/resolve", "/reopen it is back", "/ack"])


def delivery(
    key: str, name: str = "a", status: Literal["firing", "resolved"] = "firing", word: str = ""
) -> AlertDelivery:
    """An alert by its name, told by a run."""
    return AlertDelivery(Alert("Monitoring", name, status, f"{name} is down", severities=(word,)), "grace", key)


@dataclass
class Monitored(World):
    """A world whose issue an alert opened; `heard` is the alert of the next run."""

    heard: AlertDelivery | None = field(default_factory=lambda: delivery("0"))

    def __post_init__(self) -> None:
        self.process = PAGED
        begun = alerts.first_entries(self.heard or delivery("0"), 0, PAGED, WORDING, START)
        wanted = alerts.incident_issue(*begun, PAGED, WORDING)
        self.issue = replace(
            self.issue, title=wanted.title, body=wanted.body, author=BOT, labels=make_labels("incident")
        )

    @property
    def snapshot(self) -> Snapshot:
        return replace(super().snapshot, delivery=self.heard)

    def hears(self, told: AlertDelivery) -> None:
        """Monitoring tells, and a run comes."""
        self.advance(minutes=1)
        self.heard = told
        self.run()


def context(world: World) -> Context:
    """What a decision about a world may look at."""
    return Context(world.snapshot, world.process, WORDING, world.now)


@pytest.mark.rest
@given(st.lists(st.tuples(TOLD, STEPS), max_size=8))
def test_each_alert_is_as_it_was_told_last_and_a_second_run_finds_nothing_to_do(told: list[tuple[Told, str]]) -> None:
    world = Monitored()
    world.run()
    firing = {"a": True}
    for place, ((name, status, word), step) in enumerate(told, 1):
        world.hears(delivery(str(place), name, status, word))
        if status == "firing" or name in firing:
            firing[name] = status == "firing"
        before = world.entries()

        assert world.run().is_empty
        assert world.entries() == before
        assert {alarm.alert: alarm.firing for alarm in world.incident.alarms} == {
            delivery("", each).alert.id: fires for each, fires in firing.items()
        }
        assert alert_marker.alerts_in(world.issue.body) == {alarm.alert for alarm in world.incident.alarms}
        if step:
            world.heard = None
            world.post("grace", step)
            world.run()


@given(st.lists(TOLD, min_size=1, max_size=5), st.integers(0, 12))
def test_a_run_that_dies_is_completed_by_the_same_run_and_nothing_is_told_twice(
    told: list[Told], strength: int
) -> None:
    whole, broken = Monitored(), Monitored()
    for place, (name, status, word) in enumerate(told, 1):
        whole.hears(delivery(str(place), name, status, word))
        broken.strength = strength
        try:
            broken.hears(delivery(str(place), name, status, word))
        except RunDied:
            broken.strength = 10_000
            broken.run()
        broken.strength = 10_000

    assert broken.visible_issue() == whole.visible_issue()
    assert [replace(entry, at=START, accepted=START) for entry in broken.entries()] == [
        replace(entry, at=START, accepted=START) for entry in whole.entries()
    ]


@given(st.lists(TOLD, max_size=12))
def test_few_words_are_said_however_much_is_told(told: list[Told]) -> None:
    world = Monitored()
    for place, (name, status, word) in enumerate(told):
        world.hears(delivery(str(place), name, status, word))

    replies = [reply for reply in world.replies() if "_Due " not in reply]
    unread = [reply for reply in replies if reply.startswith("The alert gives the severity as `x`")]
    assert (len(replies) - len(unread) <= 1, len(unread) <= 1) == (True, True)


UNREAD = """The alert gives the severity as `sev-zero`, which is none of `SEV-1`, `SEV-2`, `SEV-3`, `SEV-4`. \
No severity is set, so reminders run as for the worst one. To set it, comment one of these:

- `/sev 1`: SEV-1, Everything is down for everybody, or data is being lost or leaked
- `/sev 2`: SEV-2, A major feature is broken and many people are affected
- `/sev 3`: SEV-3, A minor feature is broken, or there is a way around it
- `/sev 4`: SEV-4, Cosmetic, or not urgent

To have this word understood from now on, add it to `alerts.severities` in `.github/incidents.yml`."""


def test_a_severity_that_no_one_can_read_is_posted_with_the_declaration() -> None:
    world = Monitored(heard=delivery("0", word="sev-zero"))
    world.run()
    world.hears(delivery("1", word="sev-zero"))

    assert [entry.unread for entry in world.entries() if isinstance(entry, e.Declared)] == ["sev-zero"]
    assert [said[said.index("The alert") :] for said in world.tool_comments() if "sev-zero" in said] == [UNREAD]


def test_a_severity_of_a_joining_alert_that_no_one_can_read_is_posted_once() -> None:
    world = Monitored(heard=delivery("0", word="warning"))
    world.run()
    world.hears(delivery("1", "b", word="sev-zero"))
    world.hears(delivery("2", "c", word="SEV-ZERO"))

    (reply,) = [reply for reply in world.replies() if "sev-zero" in reply.lower()]
    assert world.incident.severity == "SEV-3"
    assert "The severity is **SEV-3**. To change that, comment one of these:\n\n- `/sev 1`" in reply


def test_an_alerts_severity_is_not_discussed_once_people_have_set_one() -> None:
    world = Monitored(heard=delivery("0"))
    world.run()
    world.ask("grace", "/sev 4")
    world.hears(delivery("1", "b", word="sev-zero"))

    assert [reply for reply in world.replies() if "sev-zero" in reply] == []


def test_a_word_beside_the_worst_one_needs_no_reading() -> None:
    words = [("page", "odd"), ("warning", "odd"), ("none",), ("",), ()]

    assert [unread_in_alert(each, PAGED) for each in words] == ["", "odd", "", "", ""]


def issue(number: int, *, alert: str = "a", joined: tuple[str, ...] = (), **more: object) -> Issue:
    """An incident that an alert opened."""
    ids = [delivery("", each).alert.id for each in joined]
    body = alert_marker.first_line(alert_marker.marker_key(delivery("", alert).alert.id, 0), ids)
    return replace(Monitored().issue, number=number, body=body, **more)  # type: ignore[arg-type]  # an issue's fields


def test_the_stub_of_a_private_incident_tells_where_its_alert_belongs() -> None:
    alert, other = delivery("").alert, delivery("", "b").alert
    stub = replace(issue(3), body=private_marker.moved_to_line("acme/security#2", [alert.id]), open=False)
    forged = replace(stub, author=replace(stub.author, login="mallory", id=7))

    assert alerts.find_incidents(alert, [stub, issue(2, open=False)], BOT).moved == ("acme/security", 2)
    assert alerts.find_incidents(other, [stub], BOT).moved is None
    assert alerts.find_incidents(alert, [forged], BOT).moved is None


def test_each_firing_of_a_moved_alert_has_one_comment() -> None:
    def comment(alert: Alert, later: timedelta = timedelta()) -> PostPrivately:
        return alerts.private_comment(alert, "acme/security", 2, WORDING, START + later)

    alert = replace(delivery("").alert, started=START - timedelta(hours=3))
    known = comment(alert)
    assert known.key in known.body
    assert (known.repository, known.issue, known.since) == ("acme/security", 2, START - timedelta(hours=4))
    assert comment(alert, timedelta(hours=5)) == known
    keys = {
        comment(each).key
        for each in (
            alert,
            replace(alert, started=START),
            replace(alert, status="resolved"),
            replace(alert, started=None),
        )
    }
    assert len(keys) == 4


def numbers(*issues: Issue) -> tuple[int, list[int], int]:
    """What is known of the alert `a`, by the numbers of the issues."""
    known = alerts.find_incidents(delivery("").alert, issues, BOT)
    return (
        known.open_match.number if known.open_match else 0,
        [each.number for each in known.others],
        known.closed_match.number if known.closed_match else 0,
    )


def test_the_list_of_incidents_tells_where_an_alert_belongs() -> None:
    person = Monitored().snapshot.issue.author
    others = (issue(2, alert="b"), issue(9, alert="c"), issue(4, alert="c", open=False))

    assert numbers() == (0, [], 0)
    assert numbers(*others) == (0, [9, 2], 0)
    assert numbers(issue(3), *others) == (3, [9, 2], 0)
    assert numbers(issue(3, alert="b", joined=("c", "a"))) == (3, [], 0)
    assert numbers(issue(3, open=False), issue(5, open=False), issue(7)) == (7, [], 5)
    assert numbers(issue(7), issue(5)) == (5, [], 0)
    assert numbers(issue(3, author=replace(person, login="mallory", id=7))) == (0, [], 0)


def test_an_issue_that_no_alert_opened_begins_no_record() -> None:
    world = Monitored()
    line, _, rest = world.issue.body.partition("\n")
    for body, login in ((world.issue.body, "mallory"), ("A text.", BOT.login), (line, BOT.login), (rest, BOT.login)):
        world.issue = replace(world.issue, body=body, author=Person(login))

        assert alerts.declaring_entries(context(world)) == ()


def test_the_record_begins_with_the_declaration_and_its_alert() -> None:
    assert [entry.kind for entry in alerts.declaring_entries(context(Monitored()))] == ["declared", "alert"]


def test_the_record_begins_only_with_what_bears_the_seal_of_the_key() -> None:
    world = Monitored(key=b"secret")
    unsealed = alerts.declaring_entries(context(world))
    begun = alerts.first_entries(delivery("0"), 0, PAGED, WORDING, START)
    body = alerts.incident_issue(*begun, PAGED, WORDING, world.snapshot.alert_seal).body
    world.issue = replace(world.issue, body=body)

    assert (unsealed, alerts.declaring_entries(context(world))) == ((), begun)


def test_a_new_alert_asks_the_commander_only_once_the_incident_was_mitigated() -> None:
    world = Monitored()
    world.hears(delivery("1", "b"))
    while_active = len([said for said in world.replies() if "b is down" in said])
    world.ask("grace", "/mitigated")
    world.hears(delivery("2", "c"))

    assert while_active == 0
    assert len([said for said in world.replies() if "c is down" in said]) == 1


def test_late_news_of_a_firing_that_is_over_changes_nothing() -> None:
    world = Monitored()
    first = replace(delivery("1", "b"), alert=replace(delivery("1", "b").alert, started=START))
    world.hears(first)
    world.hears(delivery("2", "b", "resolved"))
    before = world.entries()
    world.hears(replace(first, key="3"))

    assert world.entries() == before


def test_the_end_of_an_earlier_firing_changes_nothing() -> None:
    world = Monitored()
    world.hears(replace(delivery("1", "b"), alert=replace(delivery("1", "b").alert, started=START)))
    before = world.entries()
    late = delivery("2", "b", "resolved")
    world.hears(replace(late, alert=replace(late.alert, ended=START - timedelta(minutes=1))))

    assert world.entries() == before


@pytest.mark.parametrize(
    ("name", "status", "minutes", "phase", "is_part"),
    [
        ("b", "firing", STORM - 1, Phase.ACTIVE, True),
        ("b", "firing", STORM, Phase.ACTIVE, False),
        ("b", "resolved", 1, Phase.ACTIVE, False),
        ("b", "firing", 1, Phase.RESOLVED, False),
        ("a", "firing", 9_999, Phase.RESOLVED, True),
        ("a", "resolved", 9_999, Phase.ACTIVE, True),
        ("a", "firing", 1, Phase.CLOSED, False),
    ],
)
def test_a_new_alert_joins_while_the_storm_lasts_and_a_known_one_until_the_incident_is_closed(
    name: str, status: Literal["firing", "resolved"], minutes: int, phase: Phase, *, is_part: bool
) -> None:
    world = Monitored()
    world.run()
    assert world.incident is not None
    incident = replace(world.incident, phase=phase)
    fired = max(each.accepted for each in world.entries() if isinstance(each, e.AlertFired))
    alert, now = delivery("9", name, status).alert, fired + timedelta(minutes=minutes)

    assert alerts.is_part_of(incident, world.entries(), alert, PAGED, now) is is_part


def test_times_ahead_of_ours_are_not_taken() -> None:
    world = Monitored()
    ahead = replace(delivery("1").alert, fingerprint="b", started=START.replace(year=2027))
    world.hears(AlertDelivery(ahead, "grace", "1"))

    assert [entry.at for entry in world.entries() if isinstance(entry, e.AlertFired)] == [START, world.now]


def test_the_end_of_all_alerts_is_not_posted_again_if_the_first_comment_is_not_listed() -> None:
    world = Monitored()
    for key, status in (("1", "resolved"), ("2", "firing"), ("3", "resolved")):
        assert len([said for said in world.replies() if "_Due " not in said]) <= 1
        world.comments = {
            number: one
            for number, one in world.comments.items()
            if not one.body.startswith("<!-- incident-actions:say")
        }
        world.hears(delivery(key, "a", status))  # type: ignore[arg-type]  # one of the two

    assert world.replies() == []


def test_a_severity_that_no_one_can_read_is_not_repeated_beside_another_comment() -> None:
    world = Monitored(heard=delivery("0", word="warning"))
    world.run()
    world.hears(delivery("1", "b", word="odd"))
    world.ask("grace", "/mitigated")
    world.hears(delivery("2", "c", word="odd"))

    assert len([reply for reply in world.replies() if "`odd`" in reply]) == 1
    assert world.run().is_empty
