"""Each preset's process, rehearsed once and looked at from outside; one of them as a person would start it.

A job is then a process, as in `test_play.py`, which plays the default process. The jobs of the others run in this process.
"""

import json
import re
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest

from incident_actions.drill import play
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.time_text import format_length
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.process import Process
from incident_actions.postmortem.check import findings
from incident_actions.setup.stamp import add_stamp
from tests.stories.team import in_process
from tests.worlds import WORDING

PRESETS = sorted({path.stem for path in templates.PRESETS.glob("*.yml")} - {DEFAULT})
SCORE = re.compile(
    r"\nMeasured against the numbers of this process:"
    r"\n  Response targets: (?:the process sets none|\d of \d met)"
    r"\n  Promised updates: (?:the process promises none|\d of \d on time)"
    r"\n  Timers: \d+ fired, (?:all on time|at most (?P<late>\d+) s late)\n"
)


@dataclass(frozen=True)
class Rehearsed:
    """What the rehearsal of a preset left."""

    preset: str
    exit_code: int
    said: str
    directory: Path
    outcome: dict[str, Any]

    @property
    def process(self) -> Process:
        """The process that was rehearsed, as the clone has it."""
        text = (self.directory / "shop/.github/incidents.yml").read_text(encoding="utf-8")
        return read_process(text, templates.load_preset, tuple(BY_WORD))

    @property
    def replies(self) -> list[str]:
        """What the tool said on the incident."""
        ours = (each for each in self.outcome["comments"] if each["author"].endswith("[bot]") and each["issue"] == 1)
        return [each["text"] for each in ours if "incident-actions:card" not in each["text"]]


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.rest, id=name) for name in PRESETS],
)
def rehearsed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    directory = tmp_path_factory.mktemp(request.param)
    rehearse = rehearse_as_a_person if request.param == PRESETS[0] else rehearse_here
    exit_code, said = rehearse(request.param, directory / "kept", directory / "outcome.json")
    found = directory / "outcome.json"
    outcome = json.loads(found.read_text(encoding="utf-8")) if found.exists() else {}
    return Rehearsed(request.param, exit_code, said, directory / "kept", outcome)


def rehearse_as_a_person(preset: str, kept: Path, outcome: Path) -> tuple[int, str]:
    """Return the exit code of the command, and what it prints."""
    options = ["--preset", preset, "--keep", str(kept), "--json", str(outcome)]
    command = [sys.executable, "-m", "incident_actions", "drill", *options]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False, timeout=300
    )
    return done.returncode, done.stdout


@dataclass(frozen=True)
class Ended:
    """A job that ran in this process; nothing can kill it any more."""

    exit_code: int

    def wait(self, _: float) -> int:
        """Return its exit code."""
        return self.exit_code


def rehearse_here(preset: str, kept: Path, outcome: Path) -> tuple[int, str]:
    """Rehearse with jobs that run in this process, and return the exit code and what is printed."""
    said = StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(said):
        patched.setattr(play, "choose_starter", lambda *_: lambda job: Ended(in_process(job)))
        exit_code = play.run_drill(kept, outcome, preset)
    return exit_code, said.getvalue()


def test_each_documented_process_has_a_preset() -> None:
    assert PRESETS == ["lean", "mitigate-first", "p-levels", "regulated", "war-room"]


def test_a_rehearsal_succeeds_and_prints_its_score(rehearsed: Rehearsed) -> None:
    assert (rehearsed.exit_code, "\nDone in " in rehearsed.said) == (0, True), rehearsed.said
    assert "Traceback" not in rehearsed.said
    assert "\x1b" not in rehearsed.said
    assert [line for line in rehearsed.said.splitlines() if len(line) > 100 and "/" not in line] == []
    assert re.findall(r"\[(?:severity|commander|now)\]", rehearsed.said) == []
    score = SCORE.search(rehearsed.said)
    assert score, rehearsed.said
    assert int(score["late"] or 0) <= 60


def test_the_outcome_of_a_rehearsal_names_the_preset_and_everything_ends_closed_and_merged(
    rehearsed: Rehearsed,
) -> None:
    outcome, process = rehearsed.outcome, rehearsed.process

    (incident,) = [each for each in outcome["issues"] if each["number"] == 1]
    assert (outcome["preset"], incident["state"], incident["labels"]) == (
        rehearsed.preset,
        "closed",
        sorted([process.severities[0].label, process.labels.incident]),
    )
    assert [each["state"] for each in outcome["pull_requests"]] == ["merged", "merged"]
    assert [(each["owner"], each["state"]) for each in outcome["action_items"]] == [
        ("grace", "open"),
        ("linus", "open"),
    ]


def test_each_rung_with_minutes_called_its_people_once(rehearsed: Rehearsed) -> None:
    process = rehearsed.process
    worst = process.severities[0].label
    reached = [rung for rung in process.ladder if rung.after and (not rung.severities or worst in rung.severities)]

    for rung in reached:
        said = f" for {format_length(timedelta(minutes=rung.after or 0))}.** This escalates to {', '.join(map(process.contact_name, rung.page))}."
        assert sum(said in text for text in rehearsed.replies) == 1, said
        assert [step for step in rung.also if not any(step in text for text in rehearsed.replies)] == []


def test_the_repository_holds_the_form_and_a_post_mortem_that_passes_the_check(rehearsed: Rehearsed) -> None:
    shop, process = rehearsed.directory / "shop", rehearsed.process
    (path,) = [each for each in (shop / "docs/incidents").glob("*.md") if each.name != "README.md"]
    text = path.read_text(encoding="utf-8")

    form = (shop / ".github/ISSUE_TEMPLATE/incident.yml").read_text(encoding="utf-8")
    assert form == add_stamp(incident_form.form_text(process, WORDING.render))
    level = "#" * (process.postmortem.level + 1)
    assert re.findall(rf"^{level} (.*)$", text, re.MULTILINE) == [each.title for each in process.postmortem.sections]
    assert findings(text, process) == ()


def test_a_preset_that_nobody_knows_is_told_with_those_that_there_are() -> None:
    with pytest.raises(click.ClickException, match="there is no preset 'warroom'"):
        play.run_drill(None, None, "warroom")
