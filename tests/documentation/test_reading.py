"""What follows the pages follows them as people do, and hears what is wrong."""

import time
from pathlib import Path

import pytest

from tests.documentation.laptop import Laptop, said_by, shows
from tests.documentation.pages import Block, anchors, blocks, links

PAGE = """# One & two: `three`

[there](#one--two-three) and ![a picture](card.png)

<!-- run: cd shop -->

```sh
git status
```

- in a list

  ```text
  clean
  ```

## Again
## Again
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(PAGE)
    return tmp_path / "page.md"


def test_code_is_found_with_its_lines_and_with_what_happens_behind_it(page: Path) -> None:
    assert list(blocks(page)) == [
        Block(5, 5, "sh", "cd shop\n", hidden=True),
        Block(7, 9, "sh", "git status\n"),
        Block(13, 15, "text", "clean\n"),
    ]


def test_links_and_anchors_are_those_of_github(page: Path) -> None:
    assert links(page) == {"#one--two-three", "card.png"}
    assert anchors(page) == {"one--two-three", "again", "again-1"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("one\nthree\n", []),
        ("  one\n\nt…e\n", []),
        ("three\none\n", ["one"]),
        ("on\n", ["on"]),
        ("…\n", []),
    ],
)
def test_a_text_is_shown_where_its_lines_follow_one_another(text: str, missing: list[str]) -> None:
    assert shows(text, "one\n  two\nthree\n") == missing


@pytest.mark.rest
def test_a_page_is_followed_in_one_shell_up_to_what_fails(ready: Laptop) -> None:
    typed = [
        "cd /\nhere=yes\n",
        'export GITHUB_TOKEN=…\ntest -n "$GITHUB_TOKEN"\n',
        "pwd; echo $here\n",
        "false\n",
        "echo late\n",
    ]

    ran = ready.follows([Block(line, line, "sh", text) for line, text in enumerate(typed, 1)])
    assert ran.code == 1
    assert said_by(Block(3, 3, "sh", ""), ran.output) == "/\nyes"
    assert "late" not in ran.output


@pytest.mark.rest
def test_a_process_in_another_terminal_ends_with_the_page(ready: Laptop) -> None:
    apart = Block(1, 1, "sh", "in another terminal", hidden=True)
    server = Block(2, 2, "sh", "echo up\nwhile sleep 0.1; do echo still >>up; done\n")

    ran = ready.follows([apart, server, Block(3, 3, "sh", "until [ -s up ]; do sleep 0.1; done\n")])
    assert (ran.code, said_by(server, ran.output)) == (0, "up")
    length = (ready.home / "up").stat().st_size
    time.sleep(0.5)
    assert (ready.home / "up").stat().st_size == length


@pytest.mark.rest
def test_nothing_but_github_can_be_reached(ready: Laptop) -> None:
    ran = ready.runs(
        "git ls-remote https://example.org/acme/shop 2>&1 || git ls-remote https://github.com/acme/shop main"
    )

    assert ran.code == 0, ran.output
    assert ran.output.endswith("refs/heads/main\n")
    assert ready.github.refused == ["CONNECT example.org:443"]
