"""Pictures for the documentation, drawn by Chromium: the card, a pull request, a report, the status page, a score.

`python -m tests.laboratory.pictures` writes them to `docs/pictures/`. With `--width 390 --dark --to DIRECTORY` they show
what a phone shows, for looking only. Nothing is fetched, and the story's times are its own, so the same code gives the
same pictures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from incident_actions.contract.code_change import CodeChange, RecentChanges
from incident_actions.drill.rendering import render_markdown
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.text import record
from tests.laboratory.game_day_picture import draw_score
from tests.laboratory.photograph import STYLE, WIDTH, photograph
from tests.laboratory.pull_picture import draw_pull
from tests.laboratory.report_picture import draw_report
from tests.laboratory.status_page_picture import draw_status_page
from tests.worlds import START, World

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
FIRST_PICTURE = ROOT / "docs" / "card.png"
"""The picture on the README's first screen: the running incident."""

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

CHANGES = RecentChanges(
    (
        RecentChange("deployment", START - timedelta(minutes=10), "3f2a9c1", "production", "deploy-bot[bot]"),
        RecentChange("release", START - timedelta(minutes=13), "v41", "v41", "linus"),
        RecentChange(
            "merge", START - timedelta(minutes=19), "#118", "Read the pool size from the environment", "linus"
        ),
        RecentChange("merge", START - timedelta(hours=5), "#116", "Update the translations", "grace"),
    )
)

PAGE = """\
<!doctype html>
<meta charset="utf-8">
<style>{style}</style>
<html class="{scheme}"><body><div class="post"><header><b>github-actions</b> · pinned</header>
<div class="body">{body}</div></div>
<script>document.title = document.body.offsetHeight</script></body></html>
"""


def card_states() -> Iterator[tuple[str, str]]:
    """Yield the name of each state of the card with its Markdown, from one story that is told to its end."""
    world = World(process=PROCESS)
    world.issue = replace(world.issue, number=12, title="Checkout returns HTTP 500")
    world.recent_changes = CHANGES
    world.code_changes["#118"] = CodeChange("#118", "Read the pool size from the environment", "a" * 40, "b" * 40)
    world.run()
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
    _ask(world, 4, "linus", "/note The errors began with v41")
    _ask(world, 1, "grace", "/update v41 broke the connection pool. We are rolling it back.")
    yield "running", _card(world)
    quiet = _copy(world)
    _tick(quiet, 16)
    yield "overdue", _card(quiet)
    _ask(world, 9, "ada", "/rollback #118\n/mitigated Rolled back, error rate is falling")
    _ask(world, 3, "grace", "/action @linus next friday Alert when the connection pool is nearly used up")
    yield "mitigated", _card(world)
    _ask(world, 14, "grace", "/update Error rate has been normal for ten minutes")
    _ask(world, 17, "ada", "/resolve Rolled v41 back")
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
    """Merge the rollback the same hour and the post-mortem two days later."""
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
    body = render_markdown(markdown, breaks=True).replace("⚪", "⚪\ufe0f")  # else fonts for text draw it as an outline
    photograph(PAGE.format(body=body, style=STYLE, scheme="dark" if dark else "light"), to, width=width, scale=scale)


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
    draw_pull(options.to / "post-mortem.png", width=options.width, dark=options.dark)
    print(options.to / "post-mortem.png")
    draw_report(options.to / "report.png", dark=options.dark)
    print(options.to / "report.png")
    draw_status_page(options.to / "status-page.png", dark=options.dark)
    print(options.to / "status-page.png")
    draw_score(options.to / "game-day.png", dark=options.dark)
    print(options.to / "game-day.png")


if __name__ == "__main__":
    main()
