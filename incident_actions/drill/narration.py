"""How the drill is told: scene by scene in a terminal, plain where there is none."""

import re
import sys
from collections.abc import Iterator
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
MARKED = re.compile(r"\*\*|`|^#+ |^_(?=[A-Z])|(?<=\.)_$|^- (?=\[ \] )", re.MULTILINE)
FENCED = re.compile(r"^<details>.*?^</details>\n?|^```.*?^```\n?", re.MULTILINE | re.DOTALL)


class Narration:
    """Tells a drill of so many scenes on a console, with a bar below that shows how far it is."""

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
        """Say in the bar what is waited for."""
        self._bar.update(self._task, description=for_what)

    def print_opening(self, words: str) -> None:
        """Tell what this is and how to read it."""
        head, _, rest = words.partition("\n")
        self._console.print(Text(head, "bold"))
        self._console.print(Text(rest.strip("\n")))

    def begin_scene(self, title: str, meaning: str) -> None:
        """Begin a scene."""
        self._bar.update(self._task, completed=self._told)
        self._told += 1
        self._console.print()
        self._console.rule(Text(f"{self._told}/{self._scenes}  {title}", "bold"), align="left", style="dim")
        self._line(Text(meaning, "italic dim"), 0)

    def print_day(self, at: datetime) -> None:
        """Name the day, where it changes."""
        self._line(Text(f"{at:%A} {at.day} {at:%B %Y}", "underline"), 0)

    def print_action(self, at: datetime, who: str, what: str) -> None:
        """Somebody does something in GitHub."""
        self._line(Text.assemble((f"{at:%H:%M}", "bold"), "  ", (who, "bold cyan"), "  ", what), 0, 7)

    def print_detail(self, what: str) -> None:
        """A detail of what somebody does."""
        for line in filter(str.strip, what.splitlines()):
            self._line(Text(line), 9, 2)

    def print_comment(self, at: datetime, who: str, where: str, text: str) -> None:
        """Somebody comments, as it is typed."""
        head = Text.assemble((f"{at:%H:%M}", "bold"), "  ", (who, "bold cyan"), (f"  comments on {where}", "dim"))
        self._line(head, 0)
        for line in text.splitlines():
            self._line(Text(line, "green" if line.startswith("/") else ""), 9)

    def print_reply(self, words: str, mark: str = "") -> None:
        """The tool replies."""
        first, *more = strip_markdown(words).split("\n")
        self._line(Text.assemble(("tool ", "magenta"), mark, " " if mark and first else "", first), 7, 5)
        for line in more:
            self._line(Text(line), 12)

    def print_card(self, headline: str, following: str) -> None:
        """The card has changed."""
        head = Text.assemble(("card ", "magenta"), (headline, "bold"))
        self._line(head.append(f"   Next: {following}" if following else "", "not bold"), 7, 5)

    def print_fact(self, facts: str) -> None:
        """Something was looked up on the sandbox, and is so."""
        self._line(Text(f"✓ {facts}", "dim"), 7, 2)

    def print_ending(self, words: str) -> None:
        """Tell how it went and where everything is."""
        self._console.print()
        self._console.rule(style="dim")
        self._console.print(Text(words))

    def print_failure(self, why: str) -> None:
        """Tell what did not happen."""
        self._console.print(Text(f"\n✗ Not as it should be: {why}", "bold red"))

    def _line(self, text: Text, indent: int, hanging: int = 0) -> None:
        """Print text that keeps its indent where it is too long for one line, and then hangs a little further."""
        for place, line in enumerate(text.wrap(self._console, max(20, self._console.width - indent - hanging))):
            line.rstrip()
            self._console.print(Text(" " * (indent + hanging * bool(place))).append_text(line))


def open_console() -> Console:
    """The terminal, no wider than reads well; without one plain text, never an escape code."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without these letters still gets the story
    found = Console(highlight=False)
    width = min(found.width, WIDTH) if found.is_terminal else WIDTH
    return Console(highlight=False, width=width)


def strip_markdown(words: str) -> str:
    """Markdown as somebody reads it who does not look at its marks; what is folded or to be copied is left out."""
    text = MARKED.sub("", UNSEEN.sub(lambda found: found[1] or "", FENCED.sub("", words)))
    return unescape(re.sub(r"\n{2,}", "\n", text)).strip()


def shorten_path(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
