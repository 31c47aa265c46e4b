"""The default process without everything that it does of its own accord: ladder, targets, contacts, texts."""

from __future__ import annotations

from functools import cache
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from incident_actions.gateway.repository import templates

BY_ITSELF = ("ladder", "targets", "contacts", "triage", "checklists", "announcements", "notifications", "playbooks")
RATED = ("targets", "tell", "response", "respond_within")
KEPT_APART = ("required_from", "with")


@cache
def _quiet() -> str:
    yaml = YAML(typ="safe", pure=True)
    values: dict[str, Any] = yaml.load(templates.load_preset("default") or "")
    values = {key: value for key, value in values.items() if key not in BY_ITSELF}
    for part, keys in (("severities", RATED), ("roles", KEPT_APART)):
        values[part] = [{key: value for key, value in each.items() if key not in keys} for each in values[part]]
    out = StringIO()
    yaml.dump(values, out)
    return out.getvalue()


def quiet_preset(name: str) -> str | None:
    """Return a preset; the default one is quiet."""
    return _quiet() if name == "default" else templates.load_preset(name)
