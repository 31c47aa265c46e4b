"""Serve a game day: the sandbox of a team whose process is known, and a scenario that happens to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from incident_actions.contract.labels import label_meanings
from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.game_day.player import ScenarioPlayer
from incident_actions.drill.game_day.progress_file import SavedGameDay, load_game_day, save_game_day
from incident_actions.drill.game_day.scenario_files import DEFAULT_SCENARIO, named_text, scenario_text
from incident_actions.drill.game_day.score_page import PAGE, ScorePage, score_text
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.drill.rehearsal.people import Participants
from incident_actions.drill.runner_choice import PROCESS, choose_starter
from incident_actions.drill.shop import REPOSITORY
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.game_days.scenario import Scenario
from incident_actions.game_days.scenario_progress import ScenarioProgress
from incident_actions.game_days.scenario_reader import read_scenario
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.preset_choice import require_preset
from incident_actions.gateway.repository.templates import load_preset
from incident_actions.model.process.accounts import logins
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.serve import FirstRepository, serve

SCORE = "score.json"
"""The name of the score in the data folder."""

README = "# shop\n\nA repository for a game day.\n"


@dataclass(frozen=True)
class GameDayChoice:
    """What a person chose: where the data go, whose process, and which scenario; empty for what they left open."""

    folder: Path
    preset: str = ""
    configuration: str = ""
    """The name of a configuration's file."""
    scenario: str = ""
    """The name of a scenario that comes with the tool, or of a file."""


@dataclass(frozen=True)
class GameDay:
    """A game day that can be served: its scenario, and the team's process and people."""

    folder: Path
    saved: SavedGameDay
    scenario: Scenario
    configuration: str
    people: dict[str, str]
    """Everybody's role in the repository; the first is an admin, and the person who responds."""

    @property
    def process(self) -> Process:
        """The process that the configuration describes."""
        return _process(self.configuration, CONFIGURATION)

    @property
    def repository(self) -> FirstRepository:
        """The repository at the start."""
        files = {"README.md": README, **self.scenario.files, **files_of_adopter(self.configuration, SOURCE)}
        return FirstRepository(REPOSITORY, files, self.people, tuple(label_meanings(self.process)))


def prepare_game_day(choice: GameDayChoice) -> GameDay:
    """Return the game day of a data folder, or a new one; raises UserError, and for a mistake in a file too."""
    saved = load_game_day(choice.folder)
    if saved and (choice.scenario or choice.preset or choice.configuration):
        raise UserError(
            f"{choice.folder} holds a game day, {saved.name}. To go on with it, leave out --scenario, --preset and"
            " --config. For another one, choose another folder with --data."
        )
    name = choice.scenario or DEFAULT_SCENARIO
    saved = saved or SavedGameDay(name, scenario_text(name), *_team(choice), ScenarioProgress())
    try:
        scenario = read_scenario(saved.text, saved.name)
    except InvalidConfiguration as wrong:
        raise UserError(str(wrong)) from wrong
    return GameDay(choice.folder, saved, scenario, saved.configuration, {**saved.people, **_others(scenario, saved)})


def _others(scenario: Scenario, saved: SavedGameDay) -> dict[str, str]:
    """Return the people whom the scenario plays, without those of the team."""
    team = {login.casefold() for login in saved.people}
    return {login: role for login, role in scenario.people.items() if login.casefold() not in team}


def _team(choice: GameDayChoice) -> tuple[str, dict[str, str]]:
    """Return the text of the configuration, and the roles of the people whom it names; the first is an admin."""
    if not choice.configuration:
        preset = require_preset(choice.preset or DEFAULT)
        participants = Participants(_process(f"extends: {preset}\n", CONFIGURATION))
        return participants.configuration, _admin_first(participants.collaborators, "ada")
    text = named_text(choice.configuration)
    process = _process(text, choice.configuration)
    named = dict.fromkeys((login for _, login in logins(process)), "write")
    on_call = process.on_call.primary if process.on_call else ()
    first = next((login for shift in on_call for login in shift.people), next(iter(named), "ada"))
    return text, _admin_first(named, first)


def _admin_first(roles: dict[str, str], first: str) -> dict[str, str]:
    return {first: "admin", **{login: role for login, role in roles.items() if login != first}}


def _process(text: str, file: str) -> Process:
    try:
        return read_process(text, load_preset, tuple(BY_WORD), file)
    except InvalidConfiguration as wrong:
        raise UserError(str(wrong)) from wrong


def serve_game_day(  # noqa: PLR0913  each an independent choice of who serves
    day: GameDay,
    port: int,
    *,
    runner: str = PROCESS,
    speed: float = 1,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:
    """Serve a game day until Ctrl-C or `stop`; its score is then in the data folder."""
    player = ScenarioPlayer(day.scenario, day.saved.progress, partial(_save, day))
    page = ScorePage(player, day.process)
    serve(
        port,
        day.folder,
        day.repository,
        tool=INSTALLED_TOOL,
        start=choose_starter(runner, day.folder / "runner"),
        say=say,
        stop=stop,
        extension=page.extension,
        speed=speed,
        beside=partial(_play, day, page, say),
    )


def _save(day: GameDay, progress: ScenarioProgress) -> None:
    save_game_day(day.folder, replace(day.saved, progress=progress))


@contextmanager
def _play(day: GameDay, page: ScorePage, say: Callable[[str], None], sandbox: Sandbox) -> Iterator[None]:
    """Play the scenario while the sandbox serves, and write the score at the end."""
    _save(day, day.saved.progress)
    admin = next(login for login, role in sandbox.repository(REPOSITORY).roles.items() if role == "admin")
    with page.player.attend(sandbox, admin):
        say(f"Game day: {day.scenario.title}\nStart it at {sandbox.url}{PAGE}\n")
        yield
    sandbox.jobs.stop()  # once the running job has answered
    score, url = page.score(sandbox.clock.now()), f"{sandbox.url}/{REPOSITORY}"
    (day.folder / SCORE).write_text(score_text(score, url), encoding="utf-8")
    say(f"{score.met_count} of {score.target_count} targets met. The score is in {day.folder / SCORE}.")
