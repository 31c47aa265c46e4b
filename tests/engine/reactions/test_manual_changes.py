"""What people do in GitHub's own pages counts as their command, under the same permission."""

from datetime import timedelta

import pytest

from incident_actions.contract.issue import ManualAction
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry_json import as_json
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import running
from tests.worlds import World


def last(world: World) -> dict[str, object]:
    """The newest entry that came from no comment, less its times."""
    entry = [each for each in world.entries() if not each.comment][-1]
    return {name: value for name, value in as_json(entry).items() if name not in ("at", "accepted", "by_id")}


def by_hand(world: World, login: str, hand: ManualAction, label: str = "") -> World:
    world.change_manually(login, hand, label)
    world.run()
    assert world.run().effects == ()
    return world


def by_event(world: World, label: str) -> World:
    """Put on a label whose event starts the run."""
    world.change_manually("grace", ManualAction.LABELED, label)
    world.event_change = world.changes[-1]
    world.run()
    assert world.run().effects == ()
    return world


def test_closing_is_resolving() -> None:
    world = by_hand(running("/sev 3"), "grace", ManualAction.CLOSED)

    assert [entry.kind for entry in world.entries()[-2:]] == ["resolved", "closed"]
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)


def test_closing_what_still_owes_its_post_mortem_resolves_it_and_leaves_it_open() -> None:
    world = by_hand(running("/sev 1"), "grace", ManualAction.CLOSED)

    assert (world.incident.phase, world.issue.open) == (Phase.RESOLVED, True)
    assert (
        "@grace, closing this issue was read as `/resolve`. The issue stays open until its post-mortem is merged, and then closes by itself. To close it without one: `/postmortem waive <reason>`."
    ) in world.replies()[0]


def test_reopening_is_reopening() -> None:
    world = by_hand(running("/resolve"), "grace", ManualAction.REOPENED)

    assert last(world) == {"kind": "reopened", "by": "grace", "reason": "reopened manually", "status": "Investigating"}


@pytest.mark.parametrize(
    ("label", "fact"),
    [
        ("SEV-1", {"kind": "severity", "by": "grace", "to": "SEV-1"}),
        ("status: identified", {"kind": "status", "by": "grace", "to": "Identified", "phase": "active"}),
        ("status: monitoring", {"kind": "status", "by": "grace", "to": "Monitoring", "phase": "mitigated"}),
    ],
)
def test_a_label_of_the_process_is_a_command(label: str, fact: dict[str, str]) -> None:
    world = by_hand(running("/sev 3"), "grace", ManualAction.LABELED, label)

    assert last(world) == fact
    assert label in world.issue.label_names
    assert len(world.issue.label_names) == 3


@pytest.mark.parametrize(
    ("label", "after"),
    [("sev1", {"SEV-1"}), ("Severity: critical", {"SEV-1"}), ("P1", {"SEV-1", "P1"}), ("1", {"SEV-1", "1"})],
)
def test_a_label_in_another_spelling_sets_the_severity_once(label: str, after: set[str]) -> None:
    world = by_event(running("/sev 3"), label)

    assert last(world) == {"kind": "severity", "by": "grace", "to": "SEV-1"}
    assert world.issue.label_names == {"incident", "status: investigating", *after}
    world.ask("grace", "/sev 2")
    assert world.run().is_empty
    assert world.incident.severity == "SEV-2"


def test_a_label_in_another_spelling_counts_although_its_event_was_lost_if_no_severity_is_set() -> None:
    world = by_hand(running(), "grace", ManualAction.LABELED, "P1")

    assert (world.incident.severity, "SEV-1" in world.issue.label_names) == ("SEV-1", True)


def test_a_label_that_names_no_severity_is_answered_once() -> None:
    world = by_event(running("/sev 3"), "sev-9")
    world.run()

    (reply,) = world.replies()
    assert reply.startswith(
        "The label `sev-9` names no severity here. The severity is **SEV-3**. To change that, comment one of these:\n\n"
        "- `/sev 1`: SEV-1, Everything is down"
    )


def test_mitigation_by_a_label_counts_for_the_time_to_mitigate() -> None:
    world = by_hand(running(), "grace", ManualAction.LABELED, "status: monitoring")

    assert world.incident.milestones["mitigated"] == world.changes[-1].at


@pytest.mark.parametrize("label", ["bug", "error", "needs-owner"])
def test_a_label_that_is_not_the_tools_stays_and_means_nothing(label: str) -> None:
    world = running("/sev 3")
    known = world.entries()

    by_hand(world, "mary", ManualAction.LABELED, label)

    assert world.entries() == known
    assert label in world.issue.label_names


@pytest.mark.parametrize("label", ["incident", "SEV-3", "status: investigating"])
def test_a_removed_label_of_the_tools_is_added_again(label: str) -> None:
    world = running("/sev 3")
    known = world.entries()

    by_hand(world, "grace", ManualAction.UNLABELED, label)

    assert world.entries() == known
    assert label in world.issue.label_names


@pytest.mark.parametrize(
    ("hand", "label", "what"),
    [
        (ManualAction.CLOSED, "", "closed the issue"),
        (ManualAction.LABELED, "SEV-1", "set the label SEV-1"),
        (ManualAction.LABELED, "status: monitoring", "set the label status: monitoring"),
    ],
)
def test_a_manual_change_without_permission_is_undone_with_the_reason(
    hand: ManualAction, label: str, what: str
) -> None:
    world = running("/sev 3")
    shown = world.visible_issue()

    by_hand(world, "linus", hand, label)

    assert world.replies() == [
        f"@linus {what}. That needs the role **write** in this repository, and theirs is **triage**, so the change was undone."
    ]
    assert last(world) == {"kind": "put-back", "by": "linus", "what": what}
    assert (sorted(world.issue.label_names), world.issue.open) == (shown["labels"], True)


def test_a_person_whose_role_is_unknown_may_not_change_the_severity() -> None:
    world = by_hand(running("/sev 3"), "kim", ManualAction.LABELED, "SEV-1")

    assert world.replies() == [
        "@kim set the label SEV-1. GitHub did not return their role in this repository, so the change was undone. Please make it again."
    ]
    assert world.incident.severity == "SEV-3"


def test_of_several_labels_the_newest_that_still_stands_counts() -> None:
    world = running("/sev 3")
    world.change_manually("grace", ManualAction.LABELED, "SEV-1")
    world.change_manually("grace", ManualAction.LABELED, "SEV-2")
    world.change_manually("grace", ManualAction.LABELED, "SEV-4")
    world.change_manually("grace", ManualAction.UNLABELED, "SEV-4")

    world.run()

    assert world.incident.severity == "SEV-2"
    assert sorted(world.issue.label_names) == ["SEV-2", "incident", "status: investigating"]


def test_a_permitted_label_counts_although_somebody_without_permission_set_a_newer_one() -> None:
    world = running()
    world.change_manually("grace", ManualAction.LABELED, "SEV-2")
    by_hand(world, "mary", ManualAction.LABELED, "SEV-1")

    assert (world.incident.severity, "SEV-1" in world.issue.label_names) == ("SEV-2", False)
    assert "@mary set the label SEV-1." in world.replies()[-1]


def test_every_label_of_somebody_without_permission_is_answered_in_one_run() -> None:
    world = running()
    world.change_manually("mary", ManualAction.LABELED, "P1")
    by_hand(world, "mary", ManualAction.LABELED, "SEV-1")

    assert [each.partition(". That")[0] for each in world.replies()[-2:]] == [
        "@mary set the label SEV-1",
        "@mary set the label P1",
    ]


def test_a_manual_change_that_is_undone_by_hand_changes_nothing() -> None:
    world = running("/sev 3")
    known = world.entries()
    world.change_manually("grace", ManualAction.UNLABELED, "SEV-3")
    world.change_manually("grace", ManualAction.LABELED, "SEV-1")
    world.advance(minutes=1)
    world.change_manually("grace", ManualAction.LABELED, "SEV-3")

    world.run()

    assert world.entries() == known
    assert sorted(world.issue.label_names) == ["SEV-3", "incident", "status: investigating"]


def test_a_command_that_came_later_wins_over_a_label() -> None:
    world = running("/sev 3")
    world.change_manually("grace", ManualAction.LABELED, "SEV-1")
    world.post("grace", "/sev 2")

    world.run()

    assert world.incident.severity == "SEV-2"


def test_a_put_back_is_remembered_at_the_moment_of_the_change() -> None:
    world = by_hand(running("/sev 3"), "linus", ManualAction.LABELED, "SEV-1")
    put_back = world.entries()[-1]

    assert isinstance(put_back, e.ManualChangeUndone)
    assert put_back.at == world.changes[-1].at
    world.advance(minutes=1)
    by_hand(world, "linus", ManualAction.LABELED, "SEV-1")
    assert world.entries()[-1].at == put_back.at + timedelta(minutes=1, seconds=1)
