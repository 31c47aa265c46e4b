"""Numbers and people become links in a file, and whatever else people wrote stays text."""

import pytest

from incident_actions.postmortem.links import FileLinks
from incident_actions.text.safe_markdown import escape_link_text
from tests.live_markdown import live_parts, parse_tokens

LINKS = FileLinks("https://x.org", "acme/shop", ("ada", "acme/oncall", "mona_acme", "github-actions[bot]"))
ISSUE, ADA = "[#12](https://x.org/acme/shop/issues/12)", "[@ada](https://x.org/ada)"


@pytest.mark.parametrize(
    ("markdown", "linked"),
    [
        ("See #12.", f"See {ISSUE}."),
        ("(#12)", f"({ISSUE})"),
        ("acme/api#12", "[acme/api#12](https://x.org/acme/api/issues/12)"),
        ("`ada` is now incident commander", f"{ADA} is now incident commander"),
        ("called `acme/oncall`", "called [@acme/oncall](https://x.org/orgs/acme/teams/oncall)"),
        ("@\u200bADA and @ada", f"{ADA} and {ADA}"),
        ("`mona_acme`", "[@mona_acme](https://x.org/mona_acme)"),
    ],
)
def test_a_reference_becomes_a_link(markdown: str, linked: str) -> None:
    assert LINKS.references(markdown) == linked


@pytest.mark.parametrize(
    "markdown",
    [
        "`#12`",
        r"\#12",
        "a#12",
        "#12a",
        "#0",
        "# 12",
        "https://x.org/a#12",
        "[#12](https://x.org/12)",
        "&#12;",
        "@\u200bacme/all",
        "@\u200bmallory",
        "`mallory`",
        "`ada lovelace`",
        "`github-actions[bot]`",
        "mail@ada",
    ],
)
def test_a_text_that_is_no_reference_stays_as_it_is(markdown: str) -> None:
    assert LINKS.references(markdown) == markdown


@pytest.mark.parametrize("markdown", ["#12 @ada `ada` acme/api#1", "[x #12 y](https://x.org)", r"a \| #12"])
def test_linking_twice_is_the_same_as_once(markdown: str) -> None:
    once = LINKS.references(markdown)

    assert LINKS.references(once) == once


@pytest.mark.parametrize(
    ("login", "shown"),
    [("", ""), ("github-actions[bot]", "`github-actions[bot]`"), ("](x)|", "`](x)\\|`"), ("a b", "`a b`")],
)
def test_an_account_without_a_page_is_shown_as_code(login: str, shown: str) -> None:
    assert LINKS.person(login) == shown


@pytest.mark.parametrize(
    "title",
    [
        "x](http://evil.test) y",
        "[x](http://evil.test)",
        "![x](http://evil.test/y.png)",
        "a | b \\| c",
        "a \\",
        "\\] x",
        "`a] b` ] `",
        "` [",
        "<b>x</b> <!-- y -->",
        "@acme/all fixes #1",
        "[x][y]",
        "http://evil.test/ ](x)",
        "$x$ **bold** ~~~",
    ],
)
def test_a_title_in_a_link_stays_the_text_of_that_one_link(title: str) -> None:
    row = f"| x | y |\n|---|---|\n| [{escape_link_text(title)}](file.md) | z |\n"

    tokens = list(parse_tokens(row))
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == ["file.md"]
    assert sum(token.type == "td_open" for token in tokens) == 2
    assert set(live_parts(row)) <= {"table_open", "relative link"}


NAMED = FileLinks("https://x.org", "acme/shop", ("ada", "linus"), {"ada": "the Incident commander"})


@pytest.mark.parametrize(
    ("markdown", "named"),
    [
        ("`ada` rolled back", "the Incident commander rolled back"),
        ("@\u200bADA rolled back", "the Incident commander rolled back"),
        ("`linus` asked", "[@linus](https://x.org/linus) asked"),
        ("the option `--ada`", "the option `--ada`"),
        ("#12 by ada", f"{ISSUE} by ada"),
    ],
)
def test_a_known_person_can_be_shown_by_role(markdown: str, named: str) -> None:
    assert NAMED.references(markdown) == named
