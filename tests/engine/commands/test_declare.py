"""Any issue becomes an incident by one word of somebody who may."""

from dataclasses import replace

import pytest

from tests.engine.commands.asking import facts, refused, running
from tests.worlds import World


def ordinary() -> World:
    """An issue that is no incident."""
    world = World()
    world.issue = replace(world.issue, labels=())
    return world


@pytest.mark.parametrize(
    ("text", "fact", "title"),
    [
        ("/declare", {"title": "Checkout is down"}, "Checkout is down"),
        ("/declare 2", {"severity": "SEV-2", "title": "Checkout is down"}, "Checkout is down"),
        (
            "/declare SEV-1 Payments fail",
            {"severity": "SEV-1", "title": "Payments fail", "renamed_from": "Checkout is down"},
            "Payments fail",
        ),
        (
            "/declare critical: Payments fail",
            {"severity": "SEV-1", "title": "Payments fail", "renamed_from": "Checkout is down"},
            "Payments fail",
        ),
        ("/declare Major", {"severity": "SEV-2", "title": "Checkout is down"}, "Checkout is down"),
        ("/declare High latency", {"title": "High latency", "renamed_from": "Checkout is down"}, "High latency"),
        ("/declare Payments fail", {"title": "Payments fail", "renamed_from": "Checkout is down"}, "Payments fail"),
        ("/declare <!-- x -->", {"title": "Checkout is down"}, "Checkout is down"),
        ("/declare \u202eA<!-- x -->", {"title": "A", "renamed_from": "Checkout is down"}, "A"),
    ],
)
def test_declare_starts_the_record(text: str, fact: dict[str, str], title: str) -> None:
    world = ordinary()

    assert facts(world, "linus", text) == [{"kind": "declared", "status": "Investigating", **fact}]
    assert world.issue.title == title
    assert "incident" in world.issue.label_names


def test_a_title_that_people_change_later_stays() -> None:
    world = ordinary()
    world.ask("linus", "/declare Payments fail")
    world.issue = replace(world.issue, title="Payments fail in the EU")

    world.ask("grace", "/ack")

    assert world.issue.title == "Payments fail in the EU"


def test_the_comment_may_go_on_and_what_stood_before_never_runs() -> None:
    world = ordinary()
    world.ask("grace", "/sev 4")
    world.ask("grace", "/sev 3\n/declare\n/sev 2")

    assert [entry.kind for entry in world.entries()] == ["declared", "severity"]
    assert world.incident.severity == "SEV-2"


def test_a_person_who_may_not_declare_is_refused_once_and_nothing_begins() -> None:
    world = ordinary()

    assert world.ask("mary", "/declare") == [
        "@mary, `/declare` needs the role **triage** in this repository, and yours is **read**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]
    assert world.run().effects == ()
    assert world.cards() == []


def test_a_second_time_is_refused() -> None:
    assert refused(running(), "/declare") == ["`/declare` did nothing, because this incident is **active**."]


@pytest.mark.parametrize("text", ["/ack", "/sev 1", "/merge", "/help", "/assign @ada"])
def test_on_any_other_issue_no_other_word_is_ours(text: str) -> None:
    world = ordinary()

    assert world.ask("grace", text) == []
    assert world.run().outcome == "not an incident"
