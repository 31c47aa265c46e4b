"""Links of a transcript lead to its own page."""

import pytest

from incident_actions.drill.local_links import LocalLinks

LINKS = LocalLinks("http://127.0.0.1:8765", "acme/shop", "docs/incidents/checkout.md")
SHOP = "http://127.0.0.1:8765/acme/shop"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"[14:05]({SHOP}/issues/1#issuecomment-7) and [#2]({SHOP}/pull/2)",
            "[14:05](#issuecomment-7) and [#2](#issue-2)",
        ),
        (f"| [#12]({SHOP}/issues/12) | [#3]({SHOP}/issues/3) |", "| [#12](#issue-12) | [#3](#issue-3) |"),
        (f"[the file]({SHOP}/edit/postmortem/1/docs/incidents/checkout.md)", "[the file](#post-mortem)"),
        (f"[`checkout.md`]({SHOP}/blob/main/docs/incidents/checkout.md).", "[`checkout.md`](#post-mortem)."),
        (f"[@ada](http://127.0.0.1:8765/ada) and [a [b]]({SHOP}/pull/2/files)", "@ada and a [b]"),
        ("[a](https://example.com/1) http://127.0.0.1:9 [b](http://127.0.0.1:9/x)", None),
    ],
)
def test_a_link_into_the_sandbox_stays_on_the_page(text: str, shown: str | None) -> None:
    assert LINKS.replace_in(text) == (text if shown is None else shown)
