"""The navigation of the site is the index of docs/."""

from tests.documentation.pages import ROOT, links
from tests.laboratory.docs_site.navigation import read_navigation

INDEX = ROOT / "docs" / "README.md"


def test_each_section_of_the_index_is_one_of_the_navigation() -> None:
    index = "# Docs\n\n[x](x.md)\n\n## Learn\n\n- [Tutorial](tutorial.md): text\n- [Agents](../AGENTS.md)\n\n## Use\n\n- [A](a.md)\n"

    assert read_navigation(index) == [
        {"Home": "README.md"},
        {"Learn": [{"Tutorial": "tutorial.md"}]},
        {"Use": [{"A": "a.md"}]},
    ]


def test_the_navigation_has_each_page() -> None:
    navigation = read_navigation(INDEX.read_text(encoding="utf-8"))
    sections = [pages for section in navigation for pages in section.values() if isinstance(pages, list)]

    found = [page for pages in sections for entry in pages for page in entry.values()]
    assert sorted(found) == sorted(each for each in links(INDEX) if each.endswith(".md") and "/" not in each)
    assert {*found, "README.md"} == {page.name for page in (ROOT / "docs").glob("*.md")}
