"""The state on disk: one JSON file, written when the sandbox closes and read when it starts."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from incident_actions.sandbox.state.records import SandboxState

_WORLD = TypeAdapter(SandboxState)
VERSION = 1
"""The version of the state's form. It grows with each change that an older state does not fit."""


class UnreadableState(Exception):
    """A saved state that this version cannot use; the text says what to do."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} was written by another version, so this one can't use it. Nothing was changed.")


def load(file: Path) -> SandboxState:
    """Return the saved state, or a new one; raises UnreadableState."""
    if not file.exists():
        return SandboxState(version=VERSION)
    try:
        world = _WORLD.validate_json(file.read_bytes())
    except ValidationError as wrong:
        raise UnreadableState(file) from wrong
    if world.version != VERSION:
        raise UnreadableState(file)
    return world


def save(world: SandboxState, file: Path) -> None:
    """Write the state completely, or not at all."""
    partial = file.with_suffix(".partial")
    partial.write_bytes(_WORLD.dump_json(world, indent=1))
    partial.replace(file)
