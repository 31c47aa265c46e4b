"""A post-mortem is asked for or waived, on record."""

from dataclasses import replace

import pytest

from incident_actions.contract.effects import Creation
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import World


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/postmortem", {"kind": "postmortem-asked"}),
        ("/postmortem please", {"kind": "postmortem-asked"}),
        ("/postmortem waive a drill", {"kind": "postmortem-waived", "reason": "a drill"}),
        ("/postmortem Waive\nnobody was affected", {"kind": "postmortem-waived", "reason": "nobody was affected"}),
    ],
)
def test_a_postmortem_can_be_asked_for_or_waived(text: str, fact: dict[str, str]) -> None:
    assert facts(running(), "grace", text) == [fact]


def test_a_postmortem_that_was_asked_for_opens_at_once() -> None:
    world = running("/sev 3")

    said = world.ask("grace", "/postmortem")

    ((_, made),) = world.made.values()
    assert said == [f"The post-mortem is ready to be filled in: #{made.number}."]


@pytest.mark.parametrize("text", ["/postmortem", "/postmortem please"])
def test_an_open_postmortem_is_not_opened_again(text: str) -> None:
    world = running("/sev 1", "/resolve")

    ((_, made),) = world.made.values()
    path = "docs/incidents/2026-03-04-checkout-is-down.md"
    assert refused(world, text) == [
        f"`/postmortem` changed nothing, because the post-mortem exists already: #{made.number} (`{path}`)."
    ]


def test_a_waiver_needs_its_reason() -> None:
    assert refused(running(), "/postmortem waive") == [
        "`/postmortem` needs a reason: `/postmortem [waive <reason>]`. Nothing was changed."
    ]


def test_a_waived_one_is_owed_no_more() -> None:
    world = running("/sev 1", "/resolve")
    assert "needs-postmortem" in world.issue.label_names

    world.ask("grace", "/postmortem waive it was a drill")

    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    assert "needs-postmortem" not in world.issue.label_names


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
