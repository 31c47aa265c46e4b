"""The state on disk: one JSON file, written when the sandbox closes and read when it starts."""

from pathlib import Path

from pydantic import TypeAdapter

from incident_actions.sandbox.state.records import SandboxState

_WORLD = TypeAdapter(SandboxState)


def load(file: Path) -> SandboxState:
    """Return the saved state, or a new one."""
    return _WORLD.validate_json(file.read_bytes()) if file.exists() else SandboxState()


def save(world: SandboxState, file: Path) -> None:
    """Write the state completely, or not at all."""
    partial = file.with_suffix(".partial")
    partial.write_bytes(_WORLD.dump_json(world, indent=1))
    partial.replace(file)
