"""Lists a page at a time."""

import re

import pytest
from github.Repository import Repository

from tests.sandbox.client import Client


@pytest.mark.parametrize(
    ("query", "length", "links"),
    [
        ("", 9, {}),
        ("per_page=4", 4, {"next": 2, "last": 3}),
        ("per_page=4&page=2", 4, {"prev": 1, "next": 3, "last": 3, "first": 1}),
        ("per_page=4&page=3", 1, {"prev": 2, "first": 1}),
        ("per_page=4&page=9", 0, {"prev": 3, "first": 1}),
        ("per_page=0", 1, {"next": 2, "last": 9}),
        ("per_page=many&page=x", 9, {}),
    ],
)
def test_a_page_links_to_its_neighbours(ada: Client, query: str, length: int, links: dict[str, int]) -> None:
    response = ada("GET", f"labels?{query}")

    found = re.findall(r'[?&]page=(\d+)>; rel="(\w+)"', response.headers.get("Link", ""))
    assert (len(response.json()), {name: int(page) for page, name in found}) == (length, links)


def test_a_page_holds_thirty_unless_told_and_a_hundred_at_most(ada: Client) -> None:
    ada.json("POST", "issues", {"title": "many labels", "labels": [f"label {number:03}" for number in range(110)]})

    assert [len(ada.json("GET", f"labels?{query}")) for query in ("", "per_page=1000")] == [30, 100]


def test_pygithub_walks_every_page(shop: Repository) -> None:
    issue = shop.create_issue("Checkout is down")
    for number in range(65):
        issue.create_comment(str(number))

    assert [comment.body for comment in issue.get_comments()] == [str(number) for number in range(65)]
    assert issue.get_comments().totalCount == 65
    assert [comment.body for comment in issue.get_comments().reversed][:2] == ["64", "63"]
