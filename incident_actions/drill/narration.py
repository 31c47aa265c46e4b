"""The printed report of a drill, scene by scene; plain text where there is no terminal."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

WIDTH = 100
UNSEEN = re.compile("(`[^`\n]*`)|[\u200b\ufe0f]|<[^>]*>")
LINK = re.compile(r"\[([^\]\n]*\S)\]\([^)\s]+\)")
MARKED = re.compile(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`|^#+ |^_(?=[A-Z])|(?<=\.)_$|^- (?=\[ \] )", re.MULTILINE)
FENCED = re.compile(r"^<details>.*?^</details>\n?|^```.*?^```\n?", re.MULTILINE | re.DOTALL)


class Narration:
    """Prints a drill of so many scenes on a console, above a bar that shows its progress."""

    def __init__(self, console: Console, scenes: int) -> None:
        self._console, self._scenes, self._told = console, scenes, 0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", style="dim"),
            BarColumn(24),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=scenes)

    @contextmanager
    def show_progress(self) -> Iterator[None]:
        """Show the bar while the drill runs."""
        with self._bar:
            yield

    def show_waiting(self, for_what: str) -> None:
        """Show in the bar what the drill waits for."""
        self._bar.update(self._task, description=for_what)

    def print_opening(self, words: str) -> None:
        """Print what a drill is and how to read its report."""
        head, _, rest = words.partition("\n")
        self._console.print(Text(head, "bold"))
        self._console.print(Text(rest.strip("\n")))

    def begin_scene(self, title: str, meaning: str) -> None:
        """Print the head of a scene."""
        self._bar.update(self._task, completed=self._told)
        self._told += 1
        self._console.print()
        self._console.rule(Text(f"{self._told}/{self._scenes}  {title}", "bold"), align="left", style="dim")
        self._line(Text(meaning, "italic dim"), 0)

    def print_day(self, at: datetime) -> None:
        """Print the date of a new day."""
        self._line(Text(f"{at:%A} {at.day} {at:%B %Y}", "underline"), 0)

    def print_action(self, at: datetime, who: str, what: str) -> None:
        """Print what somebody does on GitHub."""
        self._line(Text.assemble((f"{at:%H:%M}", "bold"), "  ", (who, "bold cyan"), "  ", what), 0, 7)

    def print_detail(self, what: str) -> None:
        """Print a detail of the last action."""
        for line in filter(str.strip, what.splitlines()):
            self._line(Text(line), 9, 2)

    def print_comment(self, at: datetime, who: str, where: str, text: str) -> None:
        """Print a comment as somebody types it."""
        head = Text.assemble((f"{at:%H:%M}", "bold"), "  ", (who, "bold cyan"), (f"  comments on {where}", "dim"))
        self._line(head, 0)
        for line in text.splitlines():
            self._line(Text(line, "green" if line.startswith("/") else ""), 9)

    def print_reply(self, words: str, mark: str = "") -> None:
        """Print a reply of the tool, and the reaction that marks the comment."""
        first, *more = strip_markdown(words).split("\n")
        self._line(Text.assemble(("tool ", "magenta"), mark, " " if mark and first else "", first), 7, 5)
        for line in more:
            self._line(Text(line), 12)

    def print_card(self, headline: str, rows: Sequence[str]) -> None:
        """Print the headline of a card that has changed, and some of its rows."""
        self._line(Text.assemble(("card ", "magenta"), (headline, "bold")), 7, 5)
        for row in rows:
            self._line(Text(row), 12, 2)

    def print_fact(self, facts: str) -> None:
        """Print a fact that was checked on the sandbox."""
        self._line(Text(f"✓ {facts}", "dim"), 7, 2)

    def print_ending(self, words: str) -> None:
        """Print the result and where everything is."""
        self._console.print()
        self._console.rule(style="dim")
        self._console.print(Text(words))

    def print_failure(self, why: str) -> None:
        """Print what went wrong."""
        self._console.print(Text(f"\n✗ The drill failed: {why}", "bold red"))

    def _line(self, text: Text, indent: int, hanging: int = 0) -> None:
        """Print text with an indent, and with a hanging indent on its further lines."""
        for place, line in enumerate(text.wrap(self._console, max(20, self._console.width - indent - hanging))):
            line.rstrip()
            self._console.print(Text(" " * (indent + hanging * bool(place))).append_text(line))


def open_console() -> Console:
    """Return the terminal, at most `WIDTH` columns wide; without a terminal, one that prints plain text."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without these letters still gets the story
    found = Console(highlight=False)
    width = min(found.width, WIDTH) if found.is_terminal else WIDTH
    return Console(highlight=False, width=width)


def strip_markdown(words: str) -> str:
    """Return Markdown as plain text, without collapsed parts and code blocks."""
    shown = UNSEEN.sub(lambda found: found[1] or "", FENCED.sub("", words))
    text = MARKED.sub("", LINK.sub(r"\1", shown))
    return unescape(re.sub(r"\n{2,}", "\n", text)).strip()


def shorten_path(path: Path) -> str:
    """Return a path relative to the working directory, if it lies there."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
