"""A post-mortem is asked for or waived, on record."""

from dataclasses import replace

import pytest

from incident_actions.contract.effects import Creation
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.text import record
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import World


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/postmortem", {"kind": "postmortem-asked"}),
        ("/postmortem please", {"kind": "postmortem-asked"}),
        ("/postmortem as pool", {"kind": "postmortem-asked", "name": "pool"}),
        ("/postmortem As The Full Pool", {"kind": "postmortem-asked", "name": "the-full-pool"}),
        ("/postmortem as", {"kind": "postmortem-asked"}),
        ("/postmortem waive a drill", {"kind": "postmortem-waived", "reason": "a drill", "to_list": True}),
        (
            "/postmortem Waive\nnobody was affected",
            {"kind": "postmortem-waived", "reason": "nobody was affected", "to_list": True},
        ),
    ],
)
def test_a_postmortem_can_be_asked_for_or_waived(text: str, fact: dict[str, object]) -> None:
    assert facts(running(), "grace", text) == [fact]


def test_a_postmortem_that_was_asked_for_opens_at_once() -> None:
    world = running("/sev 3")

    said = world.ask("grace", "/postmortem")

    ((_, made),) = world.made.values()
    assert said == [f"The post-mortem is ready to be filled in: #{made.number}."]


PATH = "docs/incidents/2026-03-04-checkout-is-down.md"


def opened(world: World) -> int:
    ((_, made),) = world.made.values()
    return made.number


@pytest.mark.parametrize("text", ["/postmortem", "/postmortem please"])
def test_an_open_postmortem_that_shows_the_record_is_not_opened_again(text: str) -> None:
    world = running("/sev 1", "/resolve")

    said = world.ask("grace", text)

    assert said == [f"The post-mortem #{opened(world)} (`{PATH}`) is up to date. Nothing was changed."]
    assert world.entries()[-1].kind == "answered"


def test_an_open_postmortem_is_brought_up_to_date_while_the_incident_runs() -> None:
    world = running("/sev 1", "/postmortem")
    pull = opened(world)
    world.ask("grace", "/impact 40 orders")
    assert "40 orders" not in world.files[PATH]

    said = world.ask("grace", "/postmortem")

    assert said == [f"The post-mortem #{pull} is updated: Impact, Timeline (UTC)."]
    assert "40 orders" in world.files[PATH]


def test_one_that_an_earlier_version_wrote_is_left_alone() -> None:
    world = running("/sev 1", "/resolve")
    number = opened(world)
    forget_digests(world)
    before = world.files[PATH]
    world.ask("grace", "/impact 40 orders")

    assert refused(world, "/postmortem") == [
        f"`/postmortem` changed nothing. An earlier version of the tool wrote the post-mortem #{number} (`{PATH}`), so the"
        " tool can't tell what people edited. Correct the file in the pull request. Or delete the branch `postmortem/7`"
        " and comment `/postmortem`: that opens a new one."
    ]
    assert world.files[PATH] == before


def forget_digests(world: World) -> None:
    """Turn the record into one of a version that kept no digests."""
    (card,) = world.cards()
    entries = (replace(each, written=()) if isinstance(each, e.PostmortemOpened) else each for each in world.entries())
    block = record.write_record(tuple(entries))
    world.comments[card.id] = replace(card, body=f"{record.visible_text(card.body)}\n\n{block}")


def test_a_waiver_needs_its_reason() -> None:
    assert refused(running(), "/postmortem waive") == [
        "`/postmortem` needs a reason: `/postmortem waive <reason>`. Nothing was changed."
    ]


def test_a_waived_one_is_owed_no_more() -> None:
    world = running("/sev 1", "/resolve")
    assert "needs-postmortem" in world.issue.label_names

    world.ask("grace", "/postmortem waive it was a drill")

    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    assert "needs-postmortem" not in world.issue.label_names


def test_a_file_keeps_the_name_that_it_has() -> None:
    world = running("/sev 3", "/postmortem as pool")
    path = "docs/incidents/2026-03-04-pool.md"
    assert path in world.files

    said = world.ask("grace", "/postmortem as other")

    assert said == [
        f"The post-mortem #{opened(world)} (`{path}`) is up to date. Nothing was changed.\n\n"
        f"The post-mortem keeps the name that it has: `{path}`."
    ]


class ByHand(World):
    """A repository whose pull requests people must open themselves."""

    opened = 0

    def _made(self, creation: Creation) -> CreationResult:
        return replace(super()._made(creation), number=self.opened)

    def _make(self, creation: Creation) -> CreationResult:
        self.made.pop(creation.key, None)
        return super()._make(creation)


def test_a_pull_request_that_people_opened_is_found_when_they_say_so() -> None:
    world = ByHand()
    world.run()
    (resolved,) = world.ask("grace", "/sev 1\n/resolve")
    assert "[Open the pull request](https://github.com/acme/shop/compare/main...postmortem/7?expand=1)" in resolved

    world.opened = 55
    said = world.ask("grace", "/postmortem")

    assert said == ["The post-mortem is ready to be filled in: #55. It is due by **2026-03-11 14:00 UTC**."]
