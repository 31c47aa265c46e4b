"""The preset that a person names in an option."""

from __future__ import annotations

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.templates import load_preset
from incident_actions.model.process.extends import did_you_mean, preset_names


def require_preset(name: str) -> str:
    """Return the name of a preset; raises UserError with the names that there are."""
    known = preset_names(load_preset)
    if name not in known:
        hint = did_you_mean(name, known).capitalize()
        raise UserError(f"There is no preset {name!r}. {hint}The presets are {', '.join(known)}.")
    return name
