"""`incident-actions drill`: play a story on a sandbox, print it, and write its outcome."""

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

from incident_actions.contract.labels import label_meanings
from incident_actions.drill import narration
from incident_actions.drill.counted_runs import CountedRuns
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.drill.kept_directory import CLONE, REPORT, STATUS_PAGE, foreign_files, prepare_directory
from incident_actions.drill.narration import Narration
from incident_actions.drill.outcome import read_outcome
from incident_actions.drill.public_pages import build_pages
from incident_actions.drill.rehearsal.story import rehearsal_story
from incident_actions.drill.repository import DrillRepository
from incident_actions.drill.runner_choice import PROCESS, choose_starter
from incident_actions.drill.scripted import default_story
from incident_actions.drill.shop import REPOSITORY
from incident_actions.drill.stage import Stage, UnexpectedResult
from incident_actions.drill.story import Story
from incident_actions.drill.transcript import read_transcript, write_transcript
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository.templates import load_preset, load_template
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.runners import Starter
from incident_actions.text.wording import Wording

BEGIN = datetime(2026, 3, 5, 2, 45, tzinfo=UTC)
BROKEN = (UnexpectedResult, GithubException, TimeoutError, subprocess.SubprocessError, OSError)


def run_drill(keep: Path | None, result: Path | None, preset: str = DEFAULT, runner: str = PROCESS) -> int:
    """Play the story of a preset, and return the exit code; raises ClickException for an unknown preset."""
    try:
        story = default_story.default_story() if preset == DEFAULT else rehearsal_story(preset)
    except InvalidConfiguration as wrong:
        raise click.ClickException(wrong.mistakes[0].problem) from wrong
    return play_story(keep, result, story, runner)


def play_story(keep: Path | None, result: Path | None, story: Story, runner: str = PROCESS) -> int:
    """Play a story, and return 0 if every fact held. `keep` gets clone and transcript, `result` the outcome."""
    began = time.monotonic()
    _check_machine(keep)
    report = Narration(narration.open_console(), len(story.scenes))
    with TemporaryDirectory(prefix="incident-actions-") as temporary:
        place = keep or Path(temporary) / "kept"
        start = choose_starter(runner, Path(temporary) / "runner")
        try:
            with (
                Sandbox(Path(temporary) / "github", now=BEGIN, tool=INSTALLED_TOOL) as sandbox,
                closing(DrillRepository(sandbox, REPOSITORY)) as repository,
                report.show_progress(),
            ):
                stage = _set_up_stage(repository, report, story, start)
                report.print_opening(story.opening)
                for scene in story.scenes:
                    stage.play(scene)
                _write_files(stage, place, story)
                found = {"preset": story.preset, **read_outcome(repository, stage.requests, time.monotonic() - began)}
                verdict = story.verdict(stage)
        except BROKEN as broken:
            report.print_failure(_reason(broken))
            return 1
        if result:
            result.parent.mkdir(parents=True, exist_ok=True)
            result.write_text(f"{json.dumps(found, indent=2, ensure_ascii=False)}\n", encoding="utf-8")
        report.print_ending(
            _ending(stage, keep, result, {"verdict": verdict, **_ending_values(story)}, time.monotonic() - began)
        )
    return 0


def _check_machine(keep: Path | None) -> None:
    """Check that nothing stands in the way; raises ClickException."""
    if not shutil.which("git"):
        raise click.ClickException("git was not found. The drill clones a repository: install git first.")
    foreign = foreign_files(keep) if keep else []
    if keep and foreign:
        path = narration.shorten_path(keep / foreign[0])
        raise click.ClickException(
            f"{path} already exists, and the drill did not make it. Nothing was deleted. Choose another directory for"
            " --keep, or remove it."
        )
    # A proxy knows nothing of a server on this machine.
    os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1")))


def _set_up_stage(repository: DrillRepository, report: Narration, story: Story, start: Starter) -> Stage:
    """Create the repository of a team that adopts the tool, labels included, and return the stage for it."""
    repository.sandbox.create_repository(repository.name, story.files, collaborators=story.people)
    for name in story.strangers:
        repository.sandbox.host.account(name)
    process = read_process(story.files[CONFIGURATION], load_preset, tuple(BY_WORD))
    for name, (colour, meaning) in label_meanings(process).items():
        repository.as_user("ada").create_label(name, colour, meaning)
    return Stage(repository, CountedRuns(repository.sandbox, start), report)


def _write_files(stage: Stage, place: Path, story: Story) -> None:
    """Clone the repository and write the transcript; raises UnexpectedResult if the clone lacks what was merged."""
    prepare_directory(place)
    stage.narration.show_waiting("cloning the repository and writing the transcript")
    stage.repository.clone(place / CLONE)
    write_transcript(read_transcript(stage.repository, story.path()), story.people, place)
    stage.narration.show_waiting("building the report and the status page")
    build_pages(stage.repository, place)
    stage.narration.show_waiting("")
    lacking = [path for path in (story.path(), "docs/incidents/README.md") if not (place / CLONE / path).is_file()]
    if lacking:
        raise UnexpectedResult(f"the cloned repository lacks {' and '.join(lacking)}")


def _ending_values(story: Story) -> dict[str, str]:
    """Return what the ending prints of a story: the post-mortem's path, and the options that play it again."""
    options = "" if story.preset == DEFAULT else f"--preset {story.preset} "
    return {"path": story.path(), "options": options}


def _ending(stage: Stage, keep: Path | None, result: Path | None, story_values: dict[str, str], seconds: float) -> str:
    values = {
        **story_values,
        "seconds": round(seconds),
        "checked": stage.checked,
        "runs": stage.runs.total,
        "keep": narration.shorten_path(keep) if keep else "",
        "report": REPORT,
        "status_page": f"{STATUS_PAGE}/index.html",
        "result": narration.shorten_path(result) if result else "",
    }
    return Wording(load_template).render("drill/ending.txt", values)


def _reason(broken: Exception) -> str:
    if isinstance(broken, GithubException):
        return f"the sandbox answered {broken.status}: {broken.data}"
    if isinstance(broken, subprocess.CalledProcessError):
        return f"{' '.join(map(str, broken.cmd))} failed: {broken.stderr}"
    return str(broken)
