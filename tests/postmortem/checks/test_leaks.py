"""Credentials and people's addresses are reported, and never repeated."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.postmortem.checks.leaks import SECRETS, find_problems
from incident_actions.postmortem.finding import AddressFound, SecretFound
from incident_actions.postmortem.outline import read_outline
from tests.postmortem.good_postmortem import findings_of, line_of
from tests.worlds import PROCESS


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


@pytest.mark.parametrize(
    "text",
    [
        "ghp_" + "a1B2" * 8 + "a1B",
        "xghp_" + "a1B2" * 9,
        "github_pat_" + "a" * 21,
        "glpat-" + "a1B2" * 4 + "a1B",
        "AKIA" + "A2B3C4D5E6F7G2H",
        "AKIA" + "A2B3C4D5E6F7G2H34",
        "xoxb-" + "123456789",
        "AIza" + "a1B2" * 8 + "a1",
        "AIza" + "a1B2" * 9,
        "sk_live_" + "a1B2" * 3 + "a1B",
        "eyJ" + "hbGciO.eyJ" + "zdWIiOiIx.c2lnbmF0dXJlLW9m",
    ],
)
def test_a_text_of_another_length_than_a_credential_is_left_alone(text: str) -> None:
    assert findings_of("It was at night.", text) == []


def test_each_credential_of_a_line_is_reported() -> None:
    key, token = "sk_live_" + "a1B2" * 4, "ghp_" + "a1B2" * 9

    assert findings_of("It was at night.", f"{key} and {token}") == [
        SecretFound(line_of("It was at"), "a Stripe key"),
        SecretFound(line_of("It was at"), "a GitHub token"),
    ]


@pytest.mark.parametrize("front", ["title: 'ada@acme.com'", "title: x # ada@acme.com"])
def test_the_front_matter_is_searched_as_well(front: str) -> None:
    assert findings_of("title: 'Checkout is down: 50% of orders fail'", front) == [AddressFound(3)]


@pytest.mark.parametrize(
    "text",
    ["ada@acme.com", "<ada@acme.com>", "mailto:ada@acme.com", "`ada@acme.com`", "ADA@ACME.COM", "a.b-c_d%e+f@x.y.acme.io",
     "informed@acme.com", "ada@notexample.com", "https://acme.com/?to=ada@acme.com"],
)  # fmt: skip
def test_a_persons_address_is_found_in_every_form(text: str) -> None:
    assert findings_of("It was at night.", text) == [AddressFound(line_of("It was at"))]


@pytest.mark.parametrize(
    "text",
    ["no-reply@acme.com", "noreply@acme.com", "On-Call@acme.com", "ada@mail.example.com", "ada@shop.test",
     "ada@localhost", "https://ada@acme.com/x", "IMG@2x.JPEG", "ada@acme", "ada@acme.c"],
)  # fmt: skip
def test_an_address_that_is_nobodys_is_not_found_in_any_form(text: str) -> None:
    assert findings_of("It was at night.", text) == []


@given(st.sampled_from(list(SECRETS)).flatmap(lambda kind: st.from_regex(re.compile(SECRETS[kind], re.ASCII))))
def test_whatever_has_the_form_of_a_credential_is_reported(text: str) -> None:
    line = " ".join(text.split())
    forms = re.compile("|".join(f"({form})" for form in SECRETS.values()), re.ASCII)
    kinds = [list(SECRETS)[(found.lastindex or 1) - 1] for found in forms.finditer(line)]

    read = read_outline(f"# Incident 7\n\nIt was at night.\n{line}\n")

    assert [each for each in find_problems(read, PROCESS) if isinstance(each, SecretFound)] == [
        SecretFound(4, kind) for kind in kinds
    ]


@given(st.from_regex(re.compile(r"[\w.%+-]{1,64}", re.ASCII), fullmatch=True))
def test_the_address_of_anybody_at_a_company_is_reported(name: str) -> None:
    read = read_outline(f"It hit (x{name.strip()}@acme.com) and nobody else.")

    assert list(find_problems(read, PROCESS)) == [AddressFound(1)]


@pytest.mark.parametrize("last", "aZ9_.%+-")
def test_an_address_is_reported_whatever_its_name_ends_with(last: str) -> None:
    assert findings_of("It was at night.", f"(x{last}@acme.com)") == [AddressFound(line_of("It was at"))]


@pytest.mark.parametrize(
    ("user", "password", "reported"), [(0, 1, True), (100, 200, True), (101, 1, False), (1, 201, False)]
)
def test_a_password_in_a_url_is_reported_up_to_a_length(user: int, password: int, reported: bool) -> None:
    url = f"postgres://{'u' * user}:{'p' * password}@db"

    assert findings_of("It was at night.", url) == [SecretFound(line_of("It was at"), "a password in a URL")] * reported
