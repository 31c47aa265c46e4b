"""What goes over the wire for each kind of effect, and for reading an issue."""

import re
from datetime import UTC, datetime

import pytest
from ruamel.yaml import YAML

from incident_actions.contract.issue import Comment, Issue, Label
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.connection import API_VERSION
from incident_actions.model.person import ACTIONS_BOT, Person
from tests.gateway.cassettes import CASSETTES, COMMENT, NAMES, READING, played, tape

ADA = Person("ada", 1_003)
EXPECTED = Snapshot(
    repository="acme/shop",
    bot=ACTIONS_BOT,
    issue=Issue(
        number=1,
        id=1_017,
        title="Checkout is down",
        body="",
        open=True,
        author=ADA,
        created=datetime(2026, 3, 4, 12, 0, 1, tzinfo=UTC),
        updated=datetime(2026, 3, 4, 12, 0, 2, tzinfo=UTC),
        labels=(Label("incident", "ededed", ""),),
        comment_count=1,
        pinned_comment=0,
        node_id="I_MTAxNw",
    ),
    comments=(
        Comment(
            COMMENT,
            ADA,
            "/ack",
            datetime(2026, 3, 4, 12, 0, 2, tzinfo=UTC),
            datetime(2026, 3, 4, 12, 0, 2, tzinfo=UTC),
            frozenset(),
            "IC_MTAyMA",
            pinned=False,
        ),
    ),
    server="http://127.0.0.1",
)
TOKEN = re.compile(r"gh[a-z]_|github_pat_|authorization", re.IGNORECASE)


@pytest.mark.parametrize("name", [name for name in NAMES if name != READING])
def test_an_effect_sends_github_the_recorded_requests(name: str) -> None:
    with tape(name, "none") as cassette:
        played(name, "ghs_replayed")

    assert cassette.all_played


def test_an_issue_is_read_with_its_comments_in_two_requests() -> None:
    with tape(READING, "none") as cassette:
        snapshot = played(READING, "ghs_replayed")

    assert (cassette.all_played, cassette.play_count) == (True, 2)
    assert snapshot == EXPECTED


def test_every_cassette_is_played() -> None:
    assert sorted(path.stem for path in CASSETTES.glob("*.yaml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_request_of_a_cassette_names_the_version_of_the_api(name: str) -> None:
    asked = YAML(typ="safe").load(CASSETTES / f"{name}.yaml")["interactions"]

    assert [each["request"]["headers"]["X-GitHub-Api-Version"] for each in asked] == [[API_VERSION]] * len(asked)


@pytest.mark.parametrize("name", NAMES)
def test_no_cassette_holds_a_token(name: str) -> None:
    assert not TOKEN.findall((CASSETTES / f"{name}.yaml").read_text())
