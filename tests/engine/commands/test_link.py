"""`/link` follows what it names, in this repository and those of the services."""

from __future__ import annotations

import pytest

from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned

RUN = "https://github.com/acme/shop/actions/runs/123"
ONE = {"kind": "linked", "what": "number", "name": "12"}


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("#12", [ONE]),
        ("12", [ONE]),
        ("https://github.com/acme/shop/pull/12", [ONE]),
        ("https://github.com/acme/shop/pull/12/files #12", [ONE]),
        ("3f2a9c1", [{"kind": "linked", "what": "commit", "name": "3f2a9c1"}]),
        (RUN, [{"kind": "linked", "what": "run", "name": "123"}]),
        (f"{RUN}/job/4 and #12", [{"kind": "linked", "what": "run", "name": "123"}, ONE]),
        ("acme/api#12", [{**ONE, "repository": "acme/api"}]),
    ],
)
def test_it_follows_whatever_the_text_names(text: str, linked: list[dict[str, str]]) -> None:
    world = running()
    world.process = manned("services: [{name: api, repository: acme/api}]\n")
    world.roles_elsewhere = {"acme/api": {"grace": "write"}}

    assert facts(world, "grace", f"/link {text}") == linked


def test_what_is_linked_twice_is_followed_once() -> None:
    world = running("/link #12")

    assert facts(world, "grace", "/link #12") == [{"kind": "answered", "word": "link"}]


@pytest.mark.parametrize("text", ["the pull request", "#7", "acme/other#12", "#99", "https://example.org/pull/12"])
def test_what_names_nothing_that_exists_here_is_refused(text: str) -> None:
    world = running()
    world.evidence[EvidenceOf(99)] = EvidenceState.MISSING

    (reply,) = refused(world, f"/link {text}")

    assert reply == (
        f"`/link` found no pull request, issue, commit or workflow run for `{text}`, or can't read it. Nothing was"
        " changed. Try `/link #12`, a commit, or the address of any of them, in this repository."
    )


def test_somebody_without_a_role_in_the_other_repository_links_nothing_of_it() -> None:
    world = running()
    world.process = manned("services: [{name: api, repository: acme/api}]\n")
    world.roles_elsewhere = {"acme/api": {"grace": "none"}}

    (reply,) = refused(world, "/link acme/api#12")

    assert "@grace" in reply
    assert "acme/api" in reply
