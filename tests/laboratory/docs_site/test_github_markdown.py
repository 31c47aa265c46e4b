"""Python-Markdown reads what GitHub's Markdown means."""

import pytest

from tests.laboratory.docs_site.github_markdown import for_python_markdown

SOURCE = "https://github.com/acme/tool/blob/v1"


@pytest.mark.parametrize(
    ("written", "staged"),
    [
        pytest.param(
            "1. Run it:\n\n   ```sh\n   make\n   ```\n", "1. Run it:\n\n    ```sh\n    make\n    ```\n", id="code"
        ),
        pytest.param("- a\n  b\n  - c\n    d\n", "- a\n    b\n    - c\n        d\n", id="nested"),
        pytest.param("10. a\n\n    b\n", "10. a\n\n    b\n", id="wide number"),
        pytest.param("Text:\n- a\n", "Text:\n\n- a\n", id="no blank line before"),
        pytest.param("- a\n\n      indented\n", "- a\n\n        indented\n", id="indented code"),
        pytest.param("```sh\n- no list\n  [x](../y)\n```\n", "```sh\n- no list\n  [x](../y)\n```\n", id="fenced"),
    ],
)
def test_a_list_keeps_what_belongs_to_it(written: str, staged: str) -> None:
    assert for_python_markdown(written, SOURCE) == staged


@pytest.mark.parametrize(
    ("written", "staged"),
    [
        ("[a](../CHANGELOG.md#top)\n", f"[a]({SOURCE}/CHANGELOG.md#top)\n"),
        ("[a](cli.md) [b](../AGENTS.md)\n", f"[a](cli.md) [b]({SOURCE}/AGENTS.md)\n"),
        ("[a]: ../LICENSE\n", f"[a]: {SOURCE}/LICENSE\n"),
    ],
)
def test_a_link_to_a_file_outside_docs_leads_to_github(written: str, staged: str) -> None:
    assert for_python_markdown(written, SOURCE) == staged
