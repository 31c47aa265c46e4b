"""Pictures of the card in each state, for the documentation: the real card of a story, drawn by Chromium as GitHub shows it.

`python -m tests.laboratory.pictures` writes them to `docs/pictures/`. With `--width 390 --dark --to DIRECTORY` they show
what a phone shows, for looking only. Nothing is fetched, and the story's times are its own, so the same code gives the
same pictures.
"""

from __future__ import annotations

import argparse
import re
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from incident_actions.drill.rendering import render_markdown
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.text import record
from tests.worlds import World

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
FIRST_PICTURE = ROOT / "docs" / "card.png"
"""The picture on the README's first screen: the running incident."""

WIDTH = 860
"""How wide GitHub shows a comment on a desktop, in pixels."""

COLOURS = 256
"""How many colours a picture keeps."""

SIGNATURE, PAETH = b"\x89PNG\r\n\x1a\n", 4

SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")

PROCESS = read_process(
    """\
extends: default
escalation: [margaret]
contacts:
  on-call: {people: [ada]}
  secondary: {people: [linus]}
  tech-lead: {people: [linus]}
  engineering-manager: {people: [margaret]}
  vp-engineering: {people: [margaret]}
services: [checkout, payments, search]
""",
    templates.load_preset,
    tuple(BY_WORD),
)

PAGE = """\
<!doctype html>
<meta charset="utf-8">
<style>
:root {{ color-scheme: {scheme}; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0; --soft: #f6f8fa; --paper: #fff; --link: #0969da; }}
:root.dark {{ --ink: #f0f6fc; --dim: #9198a1; --line: #3d444d; --soft: #151b23; --paper: #0d1117; --link: #4493f8; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; padding: 12px; width: {width}px; background: var(--paper); color: var(--ink);
  font: 14px/1.5 "Noto Sans", "Liberation Sans", "DejaVu Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; }}
.post {{ border: 1px solid var(--line); border-radius: 6px; overflow-wrap: break-word; }}
.post > header {{ padding: 8px 16px; background: var(--soft); border-bottom: 1px solid var(--line); color: var(--dim); }}
.post > header b {{ color: var(--ink); }}
.body {{ padding: 16px; }}
.body > :first-child {{ margin-top: 0; }} .body > :last-child {{ margin-bottom: 0; }}
h2 {{ font-size: 1.5em; line-height: 1.25; padding-bottom: .3em; border-bottom: 1px solid var(--line); margin: 24px 0 16px; }}
h3 {{ font-size: 1.25em; line-height: 1.25; margin: 24px 0 16px; }}
p, ul, ol, table, details, pre {{ margin: 0 0 16px; }}
ul, ol {{ padding-left: 2em; }} li + li {{ margin-top: .25em; }}
table {{ border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto; }}
th, td {{ border: 1px solid var(--line); padding: 6px 13px; text-align: left; }}
tr:nth-child(2n) td {{ background: var(--soft); }}
code {{ font: 85% "Liberation Mono", "DejaVu Sans Mono", monospace; background: #818b981f; padding: .2em .4em; border-radius: 6px; white-space: break-spaces; }}
a {{ color: var(--link); text-decoration: none; }}
</style>
<html class="{scheme}"><body><div class="post"><header><b>github-actions</b> · pinned</header>
<div class="body">{body}</div></div>
<script>document.title = document.body.offsetHeight</script></body></html>
"""


def card_states() -> Iterator[tuple[str, str]]:
    """Yield the name of each state of the card with its Markdown, from one story that is told to its end."""
    world = World(process=PROCESS)
    world.issue = replace(world.issue, number=12, title="Checkout returns HTTP 500")
    world.run()
    yield "declared", _card(world)
    _ask(world, 2, "ada", "/sev 1 all orders fail\n/ack\n/ic")
    _ask(
        world,
        1,
        "ada",
        "/affects checkout, payments\n/impact All customers in the EU cannot pay, about 40 orders a minute",
    )
    _ask(world, 2, "ada", "/tech @linus\n/comms @grace")
    _ask(
        world,
        3,
        "grace",
        "/publish Payments fail in the EU. We are working on a fix.\n/room https://meet.example.com/12",
    )
    _ask(world, 4, "linus", "/note The errors began with the 13:50 deploy")
    _ask(world, 1, "grace", "/update The 13:50 deploy broke the connection pool. We are rolling it back.")
    yield "running", _card(world)
    quiet = _copy(world)
    _tick(quiet, 16)
    yield "overdue", _card(quiet)
    _ask(world, 9, "ada", "/hotfix Raise the pool size\n/mitigated Rolled back, error rate is falling")
    _ask(world, 3, "grace", "/action @linus next friday Alert when the connection pool is nearly used up")
    yield "mitigated", _card(world)
    _ask(world, 14, "grace", "/update Error rate has been normal for ten minutes")
    _ask(world, 17, "ada", "/resolve Rolled the deploy back")
    yield "resolved", _card(world)
    _merge_everything(world)
    yield "closed", _card(world)
    alarm = World(process=PROCESS)
    alarm.run()
    _ask(alarm, 4, "ada", "/ack")
    _ask(alarm, 6, "ada", "/false-alarm The probe itself was broken")
    yield "dismissed", _card(alarm)


def _copy(world: World) -> World:
    return replace(world, comments=dict(world.comments), changes=list(world.changes), made=dict(world.made))


def _tick(world: World, minutes: int) -> None:
    """Let time pass, with a run each minute, as the clock has it."""
    for _ in range(minutes):
        world.advance(minutes=1)
        world.run()


def _ask(world: World, minutes: int, login: str, text: str) -> None:
    _tick(world, minutes)
    world.ask(login, text)
    world.now = world.now.replace(second=0)


def _merge_everything(world: World) -> None:
    """Merge the hotfix the same hour and the post-mortem two days later."""
    for wait, number in zip((timedelta(minutes=20), timedelta(days=2)), sorted(world.pulls), strict=True):
        world.advance(seconds=wait.total_seconds())
        world.pulls[number] = replace(world.pulls[number], open=False, merged=True)
        world.ended_pull = number
        world.run()


def _card(world: World) -> str:
    (card,) = world.cards()
    return record.visible_text(card.body).partition("\n")[2]


def draw(markdown: str, to: Path, *, width: int = WIDTH, dark: bool = False, scale: float = 1) -> None:
    """Draw a comment's Markdown into a PNG file."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed; it draws the pictures.")
    scheme = "dark" if dark else "light"
    body = render_markdown(markdown, breaks=True).replace("⚪", "⚪\ufe0f")  # else fonts for text draw it as an outline
    page = PAGE.format(body=body, width=width, scheme=scheme)
    with TemporaryDirectory() as folder:
        file = Path(folder, "card.html")
        file.write_text(page, encoding="utf-8")
        browser = [chromium, *SWITCHES, f"--force-device-scale-factor={scale}", f"--user-data-dir={folder}/browser"]
        shown = _run([*browser, f"--window-size={width},600", "--dump-dom", file.as_uri()])
        height = re.search(r"<title>(\d+)</title>", shown)
        size = f"--window-size={width},{height[1] if height else 1200}"
        _run([*browser, size, f"--screenshot={to}", file.as_uri()])
    to.write_bytes(with_palette(to.read_bytes()))


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def with_palette(png: bytes) -> bytes:
    """Return a picture with at most 256 colours, which takes a third of the bytes; the rarest become their neighbours.

    https://www.w3.org/TR/png-3/
    """
    chunks = list(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    depth = {2: 3, 6: 4}[kind]
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = _unfiltered_rows(data, width * depth, depth, height)
    pixels = [[row[place : place + 3] for place in range(0, len(row), depth)] for row in rows]
    counts = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in counts:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda place: _distance(palette[place], colour))
    drawn = b"".join(b"\0" + bytes(places[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, body) for name, body in parts)


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _unfiltered_rows(data: bytes, stride: int, depth: int, height: int) -> Iterator[bytes]:
    """Undo the filters of a picture's rows: https://www.w3.org/TR/png-3/#9Filters."""
    above = bytes(stride)
    for number in range(height):
        start = number * (stride + 1)
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + stride])
        for place in range(stride) if kind else ():
            left = row[place - depth] if place >= depth else 0
            corner = above[place - depth] if place >= depth else 0
            guess = (0, left, above[place], (left + above[place]) // 2, 0)[kind]
            row[place] = (row[place] + (_paeth(left, above[place], corner) if kind == PAETH else guess)) & 255
        above = bytes(row)
        yield above


def _paeth(left: int, above: int, corner: int) -> int:
    start = left + above - corner
    return min((left, above, corner), key=lambda each: abs(start - each))


def main() -> None:
    """Draw the card in each of its states."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--width", type=int, default=WIDTH)
    asked.add_argument("--dark", action="store_true")
    asked.add_argument("--to", type=Path, default=PICTURES)
    options = asked.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    for name, markdown in card_states():
        draw(markdown, options.to / f"{name}.png", width=options.width, dark=options.dark)
        print(options.to / f"{name}.png")
        if name == "running" and options.to == PICTURES:
            draw(markdown, FIRST_PICTURE, scale=1.5)


if __name__ == "__main__":
    main()
