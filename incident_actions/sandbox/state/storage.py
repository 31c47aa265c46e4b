"""The state on disk: one JSON file, written on close and read on start."""

from pathlib import Path

from pydantic import TypeAdapter

from incident_actions.sandbox.state.world import SandboxState

_WORLD = TypeAdapter(SandboxState)


def load(file: Path) -> SandboxState:
    """The world as it was saved, or a new one."""
    return _WORLD.validate_json(file.read_bytes()) if file.exists() else SandboxState()


def save(world: SandboxState, file: Path) -> None:
    """Write the world, whole or not at all."""
    partial = file.with_suffix(".partial")
    partial.write_bytes(_WORLD.dump_json(world, indent=1))
    partial.replace(file)
