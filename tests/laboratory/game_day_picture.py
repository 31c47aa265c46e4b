"""The picture of a game day's score, for the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from incident_actions.drill.game_day.score_page import PAGE
from incident_actions.drill.game_day.server import GameDayChoice
from tests.drill.game_day.perfect_responder import MINUTE, Responder, responding
from tests.laboratory.photograph import photograph
from tests.sandbox.pages.visitor import Visitor

WIDTH = 1000
SCRIPT = re.compile(r"<script[^>]*></script>")
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')
MEASURE = "<script>document.title = document.body.offsetHeight</script>"

SAID = (
    (3, "/sev 1\n/ack\n/role commander @ada"),
    (4, "/update Release 41 is suspicious. We are comparing its settings."),
    (8, "/role tech @grace\n/role comms @mary"),
    (14, "/update We are rolling back\n/publish Some of you cannot pay. We are working on it."),
    (3, "/mitigated Rolled back"),
    (12, "/update All payments go through"),
    (10, "/resolve Release 41 left checkout too few connections"),
)
"""What the person comments, each so many minutes after the last."""


def draw_score(to: Path, *, dark: bool = False) -> None:
    """Draw the page of a game day that went well, but for a few things."""
    with (
        TemporaryDirectory() as folder,
        responding(Path(folder, "github"), GameDayChoice(Path(folder, "day"))) as person,
    ):
        _live(person)
        visitor = Visitor(person.sandbox)
        page, sheet = visitor.page(PAGE), visitor.page("/_sandbox/page.css")
    style = f"<style>{sheet}</style>"
    if dark:
        style = style.replace("(prefers-color-scheme: dark)", "all")
    html = SHEET.sub(lambda _: style, SCRIPT.sub("", page)).replace("</body>", f"{MEASURE}</body>")
    photograph(html, to, width=WIDTH)


def _live(person: Responder) -> None:
    person.page.player.start(person.sandbox.clock.now())
    for minutes, text in SAID:
        person.sandbox.let_pass(minutes * MINUTE)
        person.repository.comment(person.me, 2, text)
        person.sandbox.settle()
    person.sandbox.let_pass(5 * MINUTE)
