"""The recording of the drill for the README: three of its scenes as a terminal shows them, at the pace of a reader.

`python -m tests.laboratory.recording` writes `docs/pictures/drill.svg`. It plays the drill once, so what it shows is what the
drill prints. Its times are computed from the text, so the same text gives the same file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "docs" / "pictures" / "drill.svg"
SHOWREEL = Path(sys.executable).with_name("showreel")
SCENES = (3, 7, 10)
"""Those from which a reader sees what it is like: the first commands, the mitigation, and the merged post-mortem."""

COLUMNS, ROWS = 100, 22
FIRST = 1.5
"""How long the command stands alone."""
SECONDS = 52.0
"""How long the lines take to appear. The last screen then stays: nothing moves beside the text that somebody reads."""
PER_LINE, PER_WORD = 1.0, 0.5
"""How a line's share of the time grows with its words."""

LOOK = ("--font-size", "14", "--no-cursor", "--chrome", "make drill", "--quiet")
ENVIRONMENT = {"FORCE_COLOR": "1", "TTY_INTERACTIVE": "0", "COLUMNS": str(COLUMNS)}
HEAD = re.compile(r"^(?:\x1b\[[0-9;]*m)*(?P<scene>\d+)/\d+  ")
RULE = re.compile(r"^(?:\x1b\[[0-9;]*m)*─+")
CLEAR = "\x1b[2J\x1b[H"
"""Each scene begins on an empty screen: a reader can read it to its end, and the file needs each line once."""
DURATION = re.compile(r"^Done in \d+ s: ")
CONTROL = re.compile(r"\x1b\[[0-9;]*m")


def choose_lines(printed: str) -> Iterator[str]:
    """Yield the lines of a drill's report that the recording shows: some scenes, and the result."""
    shown = False
    lines = printed.rstrip("\n").splitlines()
    end = max(number for number, line in enumerate(lines) if RULE.match(line))
    for line in lines[:end]:
        if head := HEAD.match(line):
            shown = int(head["scene"]) in SCENES
        if shown:
            yield line
    yield from (DURATION.sub("Done: ", line) for line in lines[end : end + 2])


def write_cast(lines: list[str]) -> str:
    """Return the lines as a recording of a terminal: https://docs.asciinema.org/manual/asciicast/v2/."""
    shares = [PER_LINE + PER_WORD * len(CONTROL.sub("", line).split()) for line in lines]
    header = {"version": 2, "width": COLUMNS, "height": ROWS, "title": "make drill"}
    events: list[tuple[float, str, str]] = [(0.0, "o", "\x1b[?25l$ make drill\r\n")]
    at = FIRST
    for line, share in zip(lines, shares, strict=True):
        events.append((round(at, 2), "o", f"{CLEAR if HEAD.match(line) else ''}{line}\r\n"))
        at += share / sum(shares) * SECONDS
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in (header, *events))


def play_drill() -> str:
    """Play the drill, and return what it prints in a terminal with colours; raises CalledProcessError."""
    played = subprocess.run(
        [sys.executable, "-m", "incident_actions", "drill"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )
    return played.stdout


def draw_recording(printed: str, to: Path) -> None:
    """Draw what a drill printed into an animated SVG file; raises CalledProcessError."""
    with TemporaryDirectory() as temporary:
        cast = Path(temporary) / "drill.cast"
        cast.write_text(write_cast(list(choose_lines(printed))), encoding="utf-8")
        subprocess.run([SHOWREEL, "svg", str(cast), *LOOK, "--out", str(to)], check=True)


if __name__ == "__main__":
    draw_recording(play_drill(), RECORDING)
