"""Credentials and people's addresses are reported, and never repeated."""

import pytest

from incident_actions.postmortem.finding import AddressFound, SecretFound
from tests.postmortem.good_postmortem import findings_of, line_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ghp_" + "a1B2" * 9, "a GitHub token"),
        ("github_pat_" + "a1B2" * 9, "a GitHub token"),
        ("glpat-" + "a1B2" * 5, "a GitLab token"),
        ("AKIA" + "A2B3C4D5E6F7G2H3", "an AWS access key"),
        ("xoxb-" + "123456789012-abc", "a Slack token"),
        ("https://hooks.slack.com/services/T" + "0123456/B0123456/abcdefgh01234567", "a Slack webhook"),
        ("AIza" + "a1B2_" * 7, "a Google API key"),
        ("sk_live_" + "a1B2" * 6, "a Stripe key"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0", "a signed token (JWT)"),
        ("postgres://shop:" + "hunter2@db.internal/shop", "a password in a URL"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "`{}`", "token={}", "    {}", "<!-- prettier-ignore {} -->"])
def test_a_credential_is_reported_by_its_kind_and_never_repeated(text: str, kind: str, around: str) -> None:
    told = findings_of("It was at night.", f"It was at night.\n\n{around.format(text)}")

    assert told == [SecretFound(line_of("It was") + 2, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "ghp_short",
        "AKIAIOSFODNN7EXAMPLE",
        "postgres://shop:***@db.internal/shop",
        "postgres://shop:$PASSWORD@db.internal/shop",
        "https://example.org:8443/a@b",
        "-----BEGIN PUBLIC KEY-----",
        "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0",
        "eyJhbGciOiJIUzI1NiJ9",
    ],
)
def test_a_text_that_is_not_a_credential_is_left_alone(text: str) -> None:
    assert findings_of("It was at night.", text) == []


def test_a_persons_address_is_reported_once_a_line() -> None:
    assert findings_of("It was at night.", "It hit mary.poe@acme.com and kim@acme.co.uk.") == [
        AddressFound(line_of("It was at"))
    ]


@pytest.mark.parametrize(
    "text",
    ["support@acme.com was told", "ada@example.org", "7+ada@users.noreply.github.com", "git@github.com:acme/shop.git",
     "![](logo@2x.png)", "shop@1.2.3", "@ada and @linus", "a @ b.com"],
)  # fmt: skip
def test_an_address_of_an_office_or_of_nobody_is_left_alone(text: str) -> None:
    assert findings_of("It was at night.", text) == []
