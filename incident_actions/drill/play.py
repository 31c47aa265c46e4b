"""`incident-actions drill`: play the story on a sandbox, tell it, and leave what it came to."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from github import GithubException

from incident_actions.drill import narration, scenario
from incident_actions.drill.narration import Narration
from incident_actions.drill.outcome import outcome
from incident_actions.drill.review import PATH
from incident_actions.drill.runs import Runs
from incident_actions.drill.stage import NotAsTold, Scene, Stage
from incident_actions.drill.transcript import transcript, written
from incident_actions.drill.world import World
from incident_actions.gateway.templates import template
from incident_actions.sandbox import Sandbox
from incident_actions.wording import Wording

BEGIN = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
BROKEN = (NotAsTold, GithubException, TimeoutError, subprocess.SubprocessError, OSError)


def play(keep: Path | None, result: Path | None, scenes: Sequence[Scene] = scenario.SCENES) -> int:
    """Play it all; 0 where every step really happened. `keep` gets clone and transcript, `result` the outcome."""
    began = time.monotonic()
    _ready(keep)
    told = Narration(narration.console(), len(scenes))
    with TemporaryDirectory(prefix="incident-actions-") as temporary:
        place = keep or Path(temporary) / "kept"
        try:
            with (
                Sandbox(Path(temporary) / "github", now=BEGIN) as sandbox,
                closing(World(sandbox, scenario.REPOSITORY)) as world,
                told.telling(),
            ):
                stage = _set(world, told)
                told.opens(Wording(template).render("drill/opening.txt", {}))
                for scene in scenes:
                    stage.play(scene)
                _leave(stage, place)
                found = outcome(world, stage.requests, time.monotonic() - began)
        except BROKEN as broken:
            told.fails(_why(broken))
            return 1
        if result:
            result.parent.mkdir(parents=True, exist_ok=True)
            result.write_text(f"{json.dumps(found, indent=2, ensure_ascii=False)}\n", encoding="utf-8")
        told.ends(_ending(stage, keep, result, time.monotonic() - began))
    return 0


def _ready(keep: Path | None) -> None:
    """See that nothing stands in the way; raises ClickException."""
    if not shutil.which("git"):
        raise click.ClickException("the drill clones a repository: install git first")
    if keep and (keep / "shop").exists():
        raise click.ClickException(f"{keep / 'shop'} is there already: give another directory, or remove it")
    # A proxy knows nothing of a server on this machine.
    os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1")))


def _set(world: World, told: Narration) -> Stage:
    """Build the repository, as somebody would who adopts the tool."""
    world.sandbox.create_repository(world.name, scenario.files(), collaborators=scenario.PEOPLE)
    world.sandbox.host.account(scenario.TEAM)
    world.as_("ada").create_label("incident", "b60205")
    return Stage(world, Runs(world.sandbox), told)


def _leave(stage: Stage, place: Path) -> None:
    """Clone the repository and write the transcript; raises NotAsTold where the clone lacks what was merged."""
    place.mkdir(parents=True, exist_ok=True)
    stage.narration.waits("cloning, and writing the transcript")
    stage.world.clone(place / "shop")
    written(transcript(stage.world, PATH), scenario.PEOPLE, place)
    stage.narration.waits("")
    lacking = [path for path in (PATH, "docs/incidents/README.md") if not (place / "shop" / path).is_file()]
    if lacking:
        raise NotAsTold(f"git clone brought no {' and no '.join(lacking)}")


def _ending(stage: Stage, keep: Path | None, result: Path | None, seconds: float) -> str:
    values = {
        "seconds": round(seconds),
        "checked": stage.checked,
        "runs": len(stage.world.sandbox.jobs.finished),
        "keep": narration.located(keep) if keep else "",
        "path": PATH,
        "result": narration.located(result) if result else "",
    }
    return Wording(template).render("drill/ending.txt", values)


def _why(broken: Exception) -> str:
    if isinstance(broken, GithubException):
        return f"the sandbox answered {broken.status}: {broken.data}"
    if isinstance(broken, subprocess.CalledProcessError):
        return f"{' '.join(map(str, broken.cmd))} failed: {broken.stderr}"
    return str(broken)
