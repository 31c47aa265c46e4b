"""Every link of every page leads somewhere."""

from pathlib import Path

from tests.documentation.pages import ALL, ROOT, anchors, links, name_of

ELSEWHERE = ("https://", "http://", "mailto:")


def test_every_link_within_the_repository_leads_somewhere() -> None:
    inside = [(page, each) for page in ALL for each in links(page) if not each.startswith(ELSEWHERE)]

    assert inside
    assert [(name_of(page), each) for page, each in inside if not leads(page, each)] == []


def leads(page: Path, link: str) -> bool:
    """Whether there is such a file, and such a heading in it."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and target.is_relative_to(ROOT) and (not anchor or anchor in anchors(target))


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    others = {page.name for page in (ROOT / "docs").glob("*.md") if page != index}

    assert others - links(index) == set()
