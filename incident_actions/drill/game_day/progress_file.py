"""The file that keeps a game day's scenario and how far it has come, so that it goes on the next time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from incident_actions.game_days.scenario_progress import ScenarioProgress
from incident_actions.gateway.local.runner import UserError

NAME = "game-day.json"


@dataclass(frozen=True)
class SavedGameDay:
    """A scenario by its file's name and text, whose process and people it meets, and how far it has come."""

    name: str
    text: str
    configuration: str
    """The text of the team's configuration."""
    people: dict[str, str]
    """The team's people, each with a role in the repository."""
    progress: ScenarioProgress


_SAVED = TypeAdapter(SavedGameDay)


def load_game_day(folder: Path) -> SavedGameDay | None:
    """Return what a data folder holds; None for a new folder. Raises UserError if another version wrote it."""
    file = folder / NAME
    if not file.exists():
        if (folder / "world.json").exists():
            raise UserError(f"{folder} is the data folder of another command. Choose another one with --data.")
        return None
    try:
        return _SAVED.validate_json(file.read_bytes())
    except ValidationError as wrong:
        text = f"{file} was written by another version, so this one can't use it. Nothing was changed."
        raise UserError(f"{text} Choose another folder with --data.") from wrong


def save_game_day(folder: Path, saved: SavedGameDay) -> None:
    """Write it completely, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{NAME}.partial"
    partial.write_bytes(_SAVED.dump_json(saved, indent=1))
    partial.replace(folder / NAME)
