"""Read a configuration over the presets it extends, and report all mistakes with file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process import cross_checks, error_text
from incident_actions.model.process.extends import DEFAULT, Flaw, Layers, Path, lay_over_presets
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import InvalidValues, validate
from incident_actions.model.process.yaml_parsing import parse_yaml

CONFIGURATION = ".github/incidents.yml"
FORM = ".github/ISSUE_TEMPLATE/incident.yml"


@dataclass(frozen=True)
class Configuration:
    """A process, and where in the file each of its values came from."""

    process: Process
    layers: Layers

    def mistake(self, flaw: Flaw) -> Mistake:
        """Locate a flaw that was found later."""
        return self.layers.mistake(flaw)


@lru_cache(maxsize=8)  # a clock reads one configuration each minute
def read_process(
    text: str, preset: Callable[[str], str | None], commands: tuple[str, ...], file: str = CONFIGURATION
) -> Process:
    """Read a process from a configuration's text; `preset` returns a preset's text by name, always the same.

    `commands` are the words that permissions may name. Raises InvalidConfiguration.
    """
    return read_configuration(text, preset, commands, file).process


def read_configuration(
    text: str,
    preset: Callable[[str], str | None],
    commands: Collection[str],
    file: str = CONFIGURATION,
    *,
    below: str | None = DEFAULT,
) -> Configuration:
    """Read a process and keep where each value came from; see `lay_over_presets` for `below`."""
    layers = lay_over_presets(parse_yaml(text, file), preset, file, below=below)
    try:
        process = validate(Process, layers.values)
    except InvalidValues as wrong:
        found = (*layers.strange, *error_text.flaws(wrong.errors))
        raise InvalidConfiguration(map(layers.mistake, found)) from wrong
    found = (*layers.strange, *filter(layers.is_reported, cross_checks.flaws(process, commands)))
    if found:
        raise InvalidConfiguration(map(layers.mistake, found))
    return Configuration(_with_full_labels(process, layers.values), layers)


def _with_full_labels(process: Process, values: dict[str, Any]) -> Process:
    """Return the process with each severity named by its full label: people may write `P1` for "P1 - Critical"."""
    named = ((path, label, process.severity(label)) for path, label in cross_checks.severity_references(process))
    short = [(path, severity.label) for path, label, severity in named if severity and severity.label != label]
    if not short:
        return process
    spelt: Any = values
    for path, label in short:
        spelt = _with_value(spelt, path, label)
    return validate(Process, spelt)


def _with_value(values: Any, path: Path, value: str) -> Any:
    """Return keys and values with one value replaced, and all that is not on its path shared."""
    if not path:
        return value
    copy: Any = list(values) if isinstance(values, list) else dict(values)
    copy[path[0]] = _with_value(copy[path[0]], path[1:], value)
    return copy
