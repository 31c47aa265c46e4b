"""What changed before an incident started is on the card once everything else is done, and again if that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from incident_actions.contract.code_change import RecentChanges
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.questions import ChangesBetween
from incident_actions.engine.reactions.recent_changes import list_changes
from incident_actions.model.incident.entry import ChangesListed
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange, change_to_undo
from tests.engine.commands.manned import manned
from tests.worlds import START, WORDING, World

SERVICES = manned("services: [{name: api, repository: acme/api}, {name: shop, repository: Acme/Shop}, mail]\n")
DAY = timedelta(days=1)


def merge(number: int = 12, minutes: int = 5) -> RecentChange:
    return RecentChange("merge", START - timedelta(minutes=minutes), f"#{number}", "Raise the pool size", "linus")


def decided(
    incident: Incident, found: RecentChanges | None = None, now: datetime = START
) -> tuple[ChangesBetween | None, Decision]:
    """Return what was asked, and what was decided on the answer."""
    asked: list[ChangesBetween] = []

    class Asking(Context):
        def ask(self, question: object) -> object:  # type: ignore[override]
            assert isinstance(question, ChangesBetween)
            asked.append(question)
            return found

    decision = list_changes(incident, Asking(World().snapshot, SERVICES, WORDING, now))
    return next(iter(asked), None), decision


def incident(**fields: object) -> Incident:
    begun = Incident(7, Phase.ACTIVE, "Investigating", "SEV-1", "Checkout is down", START, "grace")
    return replace(begun, **fields)  # type: ignore[arg-type]


def test_the_changes_of_the_day_before_the_start_go_on_record() -> None:
    asked, decision = decided(incident(), RecentChanges((merge(),)))

    assert asked == ChangesBetween(("",), START - DAY, START)
    assert decision == Decision(
        (ChangesListed(at=START, accepted=START, until=START, repositories=("",), changes=(merge(),)),)
    )


def test_the_record_holds_the_newest_ten() -> None:
    many = tuple(merge(number, number) for number in range(1, 15))

    _, decision = decided(incident(), RecentChanges(many, ("acme/api",)))

    (entry,) = decision.entries
    assert isinstance(entry, ChangesListed)
    assert (entry.changes, entry.more, entry.unread) == (many[:10], 4, ("acme/api",))


def test_affected_services_are_asked_in_their_repositories() -> None:
    asked, _ = decided(incident(services=("API", "shop", "mail")), RecentChanges())

    assert asked is not None
    assert asked.repositories == ("", "acme/api")


LISTED = ChangesListed(at=START, accepted=START, until=START, repositories=("",), changes=(merge(),))


@pytest.mark.parametrize(
    ("fields", "now", "asks"),
    [
        ({}, START, True),
        ({"phase": Phase.MITIGATED}, START, True),
        ({"phase": Phase.RESOLVED}, START, False),
        ({"phase": Phase.CLOSED}, START, False),
        ({"changes_before": LISTED}, START, False),
        ({"changes_before": LISTED, "services": ("api",)}, START, True),
        ({"changes_before": LISTED, "milestones": {"started": START - DAY}}, START + 3 * DAY, True),
        ({}, START + 2 * DAY, False),
    ],
    ids=[
        "a new incident",
        "the fix is being watched",
        "it is resolved",
        "it is closed",
        "it was listed",
        "another service",
        "another start",
        "an old incident of an older version",
    ],
)
def test_github_is_asked_once_for_each_start_and_set_of_services(
    fields: dict[str, object], now: datetime, asks: bool
) -> None:
    asked, _ = decided(incident(**fields), RecentChanges(), now)

    assert (asked is not None) == asks


def test_nothing_goes_on_record_if_github_does_not_answer() -> None:
    assert decided(incident(), None)[1] == Decision()


def test_the_candidate_is_the_newest_merge_or_release() -> None:
    deployment = RecentChange("deployment", START, "3f2a9c1", "production")

    assert change_to_undo((deployment, merge(), merge(11))) == merge()
    assert change_to_undo((deployment,)) is None


def test_a_hostile_title_stays_in_its_row_of_the_card() -> None:
    world = World()
    world.recent_changes = RecentChanges((replace(merge(), title="a | b `x|y` @acme/all <img> fixes #1"),))
    world.run()
    world.run()

    row = next(line for line in world.cards()[0].body.splitlines() if line.startswith("| Last change |"))

    assert row == (
        "| Last change | 13:55: #12 merged by `linus`: a \\| b `x\\|y` @\u200bacme/all &lt;img&gt; f\u200bixes #1"
        " · to undo it: `/rollback #12` |"
    )


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        (merge(), "#12"),
        (replace(merge(), repository="acme/api"), "acme/api#12"),
        (RecentChange("release", START, "v1.4.2", "v1.4.2", repository="acme/api"), "v1.4.2 in acme/api"),
        (RecentChange("deployment", START, "3f2a9c1", "production"), "3f2a9c1"),
    ],
)
def test_a_change_is_named_as_rollback_takes_it(change: RecentChange, argument: str) -> None:
    assert change.argument == argument
