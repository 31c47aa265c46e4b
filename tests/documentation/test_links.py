"""Every link of every page leads somewhere."""

from pathlib import Path

import pytest

from tests.documentation.pages import ALL, ROOT, anchors, links, name_of

ELSEWHERE = ("https://", "http://", "mailto:")


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    inside = [each for each in links(page) if not each.startswith(ELSEWHERE)]

    assert [each for each in inside if not leads(page, each)] == []


def leads(page: Path, link: str) -> bool:
    """Whether there is such a file, and such a heading in it."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and target.is_relative_to(ROOT) and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=name_of)
def test_every_page_is_in_the_index(page: Path) -> None:
    index = ROOT / "docs" / "README.md"

    assert page == index or page.name in links(index)
