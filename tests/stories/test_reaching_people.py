"""A page reaches people's own addresses over real HTTP and mail, and whoever acknowledges stops the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.receivers.mail import Letter, Mail
from tests.receivers.web import Web
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team
from tests.stories.test_notifications import notifying, to

CONFIGURATION = """
extends: default
severities:
  - { label: SEV-1, update_every: 600 }
  - { label: SEV-2 }
targets: { acknowledge: null, assess: null, first_update: null, public_update: null, room: null, roles: null, mitigate: null, watch: null }
on_call: { primary: [{ people: [ada] }], secondary: [{ people: [grace] }] }
contacts: { head: { name: Head of engineering, people: [linus] } }
ladder:
  - { name: nobody-on-it, when: not acknowledged, after: 5, page: [secondary] }
  - { name: still-nobody, when: not acknowledged, after: 10, page: [head] }
  - { name: users-hurt, when: not mitigated, after: 30, page: [head] }
people:
  Ada: { notify: [ada-pager, ada-sms] }
  grace: { notify: grace-pager }
  linus: { notify: linus-mail }
notifications: [{ on: [declared, escalated], to: [chat] }]
"""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path, CONFIGURATION) as team:
        yield team


def paged_row(team: Team) -> str:
    """What the card says of the people who were paged."""
    (card,) = team.cards(1)
    return next((line for line in card.splitlines() if line.startswith("| Paged |")), "").strip("| ")


def page(why: str, address: str, title: str = "[SEV-1] you are paged: Checkout is down (#1)") -> str:
    return f"failure: {title}\n{why}\nTo acknowledge, comment /ack on the issue:\n\n{address}"


@pytest.mark.rest
def test_each_person_gets_their_page_and_the_second_one_who_acknowledges_stops_the_ladder(
    team: Team, there: Web, letters: Mail
) -> None:
    at = f"json://127.0.0.1:{there.port}"
    team.sandbox.jobs.runner = notifying(
        f"{at}/all",
        f"chat = {at}/chat",
        f"ada-pager = {at}/ada-pager",
        f"ada-sms = {at}/ada-sms",
        f"grace-pager = {at}/grace-pager",
        f"linus-mail = mailto://127.0.0.1:{letters.port}?from=incidents@acme.test&to=linus@acme.test&format=text",
    )
    there.answers["/ada-pager"] = 500
    address = f"{team.sandbox.url}/acme/shop/issues/1"

    team.file("linus", "Checkout is down", severity="SEV-1: A critical outage")
    assert paged_row(team) == (
        "Paged | `ada` by `ada-sms` at 14:00, **could not be reached** by `ada-pager`, **no answer yet**"
    )
    team.later(minutes=6)
    team.sweep()
    team.later(minutes=2)
    team.say("grace", 1, "/ack")
    row = paged_row(team)
    team.later(minutes=12)
    team.sweep()
    team.later(minutes=12)
    team.sweep()

    on_call = page("You are on call. Paged at 2026-03-04 14:00 UTC: ada.", address)
    assert to(there, "/ada-pager") == [on_call] * 2, "a service that refused it is tried once more"
    assert to(there, "/ada-sms") == [on_call]
    assert to(there, "/grace-pager") == [
        page("Not acknowledged for 5 min. Paged at 2026-03-04 14:06 UTC: grace.", address)
    ]
    body = f"Users affected for 30 min. Paged at 2026-03-04 14:32 UTC: linus.\nTo acknowledge, comment /ack on the issue:\n\n{address}\n"
    assert letters.letters == [
        Letter(("linus@acme.test",), "[SEV-1] you are paged: Checkout is down (#1)", body.replace("\n", "\r\n"), "")
    ], "only the step with a condition of its own"
    assert row == (
        "Paged | `ada` by `ada-sms` at 14:00, **could not be reached** by `ada-pager`, **no answer yet** · "
        "`grace` by `grace-pager` at 14:06, acknowledged 14:08"
    )
    titles = [got["title"] for got in there.to("/chat")]
    assert titles == [
        "[SEV-1] declared: Checkout is down (#1)",
        *["[SEV-1] escalated: Checkout is down (#1)"] * 2,
    ], "the audiences of the rules get no pages"
    assert [got["title"] for got in there.to("/all")] == titles
    assert [reply for reply in team.replies(1) if "may not have got the page" in reply] == [
        "@grace: **`ada` may not have got the page by `ada-pager`.** Please reach them another way, or page somebody "
        "else: `/page @user`.\n\nJSON rejected it (line 3)"
    ]
    assert [line.partition(" · ")[2] for line in team.timeline(1) if "-pager" in line or "-sms" in line] == [
        "Could not page `ada` by `ada-pager` (JSON rejected it (line 3))",
        "Paged `ada` by `ada-sms`",
        "Paged `grace` by `grace-pager`",
    ]


def test_a_page_by_hand_reaches_the_persons_address_and_without_the_secret_the_card_claims_nothing(
    team: Team, there: Web
) -> None:
    team.file("grace", "Checkout is down", severity="SEV-2: A major feature is broken")
    assert paged_row(team) == "Paged | `ada` at 14:00, **no answer yet**"
    team.say("ada", 1, "/ack\n/mitigated")
    team.later(hours=2)
    team.sandbox.jobs.runner = notifying(f"grace-pager = json://127.0.0.1:{there.port}/grace")

    team.say("ada", 1, "/page @GRACE the pool is full")

    assert to(there, "/grace") == [
        page(
            "ada pages you: the pool is full. Paged at 2026-03-04 16:00 UTC: grace.",
            f"{team.sandbox.url}/acme/shop/issues/1",
            "[SEV-2] you are paged: Checkout is down (#1)",
        )
    ]
    assert "`grace` by `grace-pager` at 16:00, **no answer yet**" in paged_row(team)
