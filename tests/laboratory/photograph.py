"""Photographs of pages: Chromium draws them in the style of GitHub, and the file keeps few colours."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

WIDTH = 860
"""How wide GitHub shows a comment on a desktop, in pixels."""

COLOURS = 256
"""How many colours a picture keeps."""

SIGNATURE, PAETH = b"\x89PNG\r\n\x1a\n", 4

SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")

STYLE = """
:root { color-scheme: light; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0; --soft: #f6f8fa; --paper: #fff; --link: #0969da; }
:root.dark { color-scheme: dark; --ink: #f0f6fc; --dim: #9198a1; --line: #3d444d; --soft: #151b23; --paper: #0d1117; --link: #4493f8; }
* { box-sizing: border-box; }
body { margin: 0; padding: 12px; background: var(--paper); color: var(--ink);
  font: 14px/1.5 "Noto Sans", "Liberation Sans", "DejaVu Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; }
.post { border: 1px solid var(--line); border-radius: 6px; overflow-wrap: break-word; }
.post > header { padding: 8px 16px; background: var(--soft); border-bottom: 1px solid var(--line); color: var(--dim); }
.post > header b { color: var(--ink); }
.body { padding: 16px; }
.body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
h2 { font-size: 1.5em; line-height: 1.25; padding-bottom: .3em; border-bottom: 1px solid var(--line); margin: 24px 0 16px; }
h3 { font-size: 1.25em; line-height: 1.25; margin: 24px 0 16px; }
p, ul, ol, table, details, pre { margin: 0 0 16px; }
ul, ol { padding-left: 2em; } li + li { margin-top: .25em; }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto; }
th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left; }
tr:nth-child(2n) td { background: var(--soft); }
code { font: 85% "Liberation Mono", "DejaVu Sans Mono", monospace; background: #818b981f; padding: .2em .4em; border-radius: 6px; white-space: break-spaces; }
a { color: var(--link); text-decoration: none; }
"""


def photograph(page: str, to: Path, *, width: int = WIDTH, scale: float = 1) -> None:
    """Draw a page, whose script puts its height into its title, into a PNG file."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed; it draws the pictures.")
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
