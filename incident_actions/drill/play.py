"""`incident-actions drill`: play the story on a sandbox, tell it, and leave what it came to."""

import json
import os
import shutil
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from github import GithubException

from incident_actions.drill import narration, scenario
from incident_actions.drill.narration import Narration
from incident_actions.drill.outcome import outcome
from incident_actions.drill.rehearsal.rehearsal import rehearsal
from incident_actions.drill.runs import Runs
from incident_actions.drill.stage import NotAsTold, Stage
from incident_actions.drill.story import Story
from incident_actions.drill.transcript import transcript, written
from incident_actions.drill.world import World
from incident_actions.gateway.repository.templates import template
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.runners import Starter
from incident_actions.sandbox.starters import PROCESS, starter
from incident_actions.text.wording import Wording

BEGIN = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
BROKEN = (NotAsTold, GithubException, TimeoutError, subprocess.SubprocessError, OSError)


def drill(keep: Path | None, result: Path | None, preset: str = DEFAULT, runner: str = PROCESS) -> int:
    """Play the story of a preset: one night of the default process, or a rehearsal of another one."""
    try:
        story = scenario.one_night() if preset == DEFAULT else rehearsal(preset)
    except InvalidConfiguration as wrong:
        raise click.ClickException(wrong.mistakes[0].problem) from wrong
    return play(keep, result, story, runner)


def play(keep: Path | None, result: Path | None, story: Story, runner: str = PROCESS) -> int:
    """Play it all; 0 where every step really happened. `keep` gets clone and transcript, `result` the outcome."""
    began = time.monotonic()
    _ready(keep)
    told = Narration(narration.console(), len(story.scenes))
    with TemporaryDirectory(prefix="incident-actions-") as temporary:
        place = keep or Path(temporary) / "kept"
        start = starter(runner, Path(temporary) / "runner")
        try:
            with (
                Sandbox(Path(temporary) / "github", now=BEGIN) as sandbox,
                closing(World(sandbox, scenario.REPOSITORY)) as world,
                told.telling(),
            ):
                stage = _set(world, told, story, start)
                told.opens(story.opening)
                for scene in story.scenes:
                    stage.play(scene)
                _leave(stage, place, story)
                found = {"preset": story.preset, **outcome(world, stage.requests, time.monotonic() - began)}
                verdict = story.verdict(stage)
        except BROKEN as broken:
            told.fails(_why(broken))
            return 1
        if result:
            result.parent.mkdir(parents=True, exist_ok=True)
            result.write_text(f"{json.dumps(found, indent=2, ensure_ascii=False)}\n", encoding="utf-8")
        told.ends(_ending(stage, keep, result, {"verdict": verdict, **_of(story)}, time.monotonic() - began))
    return 0


def _ready(keep: Path | None) -> None:
    """See that nothing stands in the way; raises ClickException."""
    if not shutil.which("git"):
        raise click.ClickException("the drill clones a repository: install git first")
    if keep and (keep / "shop").exists():
        raise click.ClickException(f"{keep / 'shop'} is there already: give another directory, or remove it")
    # A proxy knows nothing of a server on this machine.
    os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1")))


def _set(world: World, told: Narration, story: Story, start: Starter) -> Stage:
    """Build the repository, as somebody would who adopts the tool."""
    world.sandbox.create_repository(world.name, story.files, collaborators=story.people)
    for name in story.strangers:
        world.sandbox.host.account(name)
    world.as_("ada").create_label("incident", "b60205")
    return Stage(world, Runs(world.sandbox, start), told)


def _leave(stage: Stage, place: Path, story: Story) -> None:
    """Clone the repository and write the transcript; raises NotAsTold where the clone lacks what was merged."""
    place.mkdir(parents=True, exist_ok=True)
    stage.narration.waits("cloning, and writing the transcript")
    stage.world.clone(place / "shop")
    written(transcript(stage.world, story.path()), story.people, place)
    stage.narration.waits("")
    lacking = [path for path in (story.path(), "docs/incidents/README.md") if not (place / "shop" / path).is_file()]
    if lacking:
        raise NotAsTold(f"git clone brought no {' and no '.join(lacking)}")


def _of(story: Story) -> dict[str, str]:
    """What the ending tells of a story: where its post-mortem lies, and how it is played again."""
    options = "" if story.preset == DEFAULT else f"--preset {story.preset} "
    return {"path": story.path(), "options": options}


def _ending(stage: Stage, keep: Path | None, result: Path | None, told: dict[str, str], seconds: float) -> str:
    values = {
        **told,
        "seconds": round(seconds),
        "checked": stage.checked,
        "runs": len(stage.world.sandbox.jobs.finished),
        "keep": narration.located(keep) if keep else "",
        "result": narration.located(result) if result else "",
    }
    return Wording(template).render("drill/ending.txt", values)


def _why(broken: Exception) -> str:
    if isinstance(broken, GithubException):
        return f"the sandbox answered {broken.status}: {broken.data}"
    if isinstance(broken, subprocess.CalledProcessError):
        return f"{' '.join(map(str, broken.cmd))} failed: {broken.stderr}"
    return str(broken)
