"""What a run leaves behind in GitHub Actions: no line of its log, summary or outputs does what a person wrote into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front_door import Door, RunResult, open_front_door
from tests.live_markdown import live_parts
from tests.people.corpus import FAMILIES
from tests.tiers import sampled

HEADING = ["heading_open"]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path, held=False) as door:
        yield door


def outputs(text: str) -> dict[str, str]:
    """What the runner reads from `GITHUB_OUTPUT`.

    https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
    """
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        heredoc, equals = line.find("<<"), line.find("=")
        if heredoc >= 0 and (equals < 0 or heredoc < equals):
            name, end = line[:heredoc], line[heredoc + 2 :]
            value = []
            for each in lines:
                if each == end:
                    break
                value.append(each)
            found[name] = "\n".join(value)
        elif equals >= 0:
            found[line[:equals]] = line[equals + 1 :]
    return found


def acting(ran: RunResult) -> list[str]:
    """Everything in what a run left that would act."""
    lines = ran.output.replace("\r", "\n").split("\n")
    commands = [line for line in lines if line.lstrip().startswith("::") or "##[" in line or "\x1b" in line]
    forged = sorted(set(outputs(ran.outputs)) - {"outcome", "reason"})
    return [*commands, *forged, *(each for each in live_parts(ran.summary) if each not in HEADING)]


@pytest.mark.parametrize("family", sampled(FAMILIES, one_in=4))
def test_nothing_of_a_run_is_alive(door: Door, family: str) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in FAMILIES[family]]
    issue = door.declare(title=f"x {texts[0]}"[:250], body="\n\n".join(texts)[:60_000])
    runs = [
        door.run(door.comment("grace", issue, f"/sev 1 {texts[0]}")),
        *(door.run(door.comment("grace", issue, text)) for text in comments(texts)),
        door.run(door.comment("grace", issue, f"/hotfix undo {texts[-1]}\n/resolve {texts[0]}")),
        door.run(door.sweep()),
    ]

    assert [ran.code for ran in runs] == [0] * len(runs)
    assert [act for ran in runs for act in acting(ran)] == []


def comments(texts: list[str]) -> list[str]:
    """A comment with an update of each text, and one with a mistake in each."""
    return [
        "\n\n".join(f"/update {text}" for text in texts),
        "\n\n".join(f"/frob {text}\n\n/ic {text}" for text in texts),
    ]


@pytest.mark.parametrize(
    "title", ["::set-output name=a::b", "##[group]x", "a\rb::error::x", "%0A::error::x", "x<<EOF\ny\nEOF"]
)
def test_the_answers_of_a_form_are_shown_without_running_as_commands(door: Door, title: str) -> None:
    job = door.open_issue(title=title, body=title)

    ran = door.run(job)

    assert (ran.code, acting(ran)) == (0, [])
    assert outputs(ran.outputs) == {"outcome": "declared", "reason": ""}
