"""The JSON Schema of a configuration, for editors: made from the types, without what presets may supply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from incident_actions.model.process import error_text
from incident_actions.model.process.extends import NAMED_LISTS, OPEN_MAPS, PRESET_NAMES, Path
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import InvalidValues, validate

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = "How you run incidents: .github/incidents.yml, which changes the preset that it extends."
EXTENDS = "the preset that this configuration changes"
KEPT = (
    "description", "type", "enum", "const", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "propertyNames",
)  # fmt: skip
NULL = {"type": "null"}
OVER = "-over"
"""The suffix of a part that is laid over a preset's, so that none of its keys are required."""


def configuration_schema() -> dict[str, Any]:
    """Return the schema as JSON values; keys are required only in lists, which replace a preset's list whole."""
    types = TypeAdapter(Process).json_schema()
    made = _Making(types.pop("$defs"))
    root = made.part(types, (), partial=True)
    root["properties"] = {"extends": {"description": EXTENDS, "enum": list(PRESET_NAMES)}, **root["properties"]}
    return {"$schema": DIALECT, "title": "incident-actions", **root, "description": ABOUT, "$defs": made.parts}


class _Making:
    """The schema in the making; `parts` grows with each part that is found, whole or laid over a preset's."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self._types = types
        self.parts: dict[str, Any] = {}

    def part(self, given: Mapping[str, Any], path: Path, *, partial: bool) -> dict[str, Any]:
        """Return a part with its keys."""
        keys = {key: self._key(value, (*path, key), partial=partial) for key, value in given["properties"].items()}
        needed = {} if partial or "required" not in given else {"required": given["required"]}
        about = {"description": _sentence(given["description"])} if "description" in given else {}
        return {**about, "type": "object", "properties": keys, **needed, "additionalProperties": False}

    def _key(self, given: Mapping[str, Any], path: Path, *, partial: bool) -> dict[str, Any]:
        found = self._value(given, path, partial=partial)
        if path in NAMED_LISTS:
            about = {"description": found.pop("description")} if "description" in found else {}
            item = self._value(given["items"], (*path, 0), partial=True)
            return {**about, "anyOf": [found, {"type": "object", "additionalProperties": {"anyOf": [item, NULL]}}]}
        default = given.get("default")
        return {**found, "default": default} if default and isinstance(default, str | int) else found

    def _value(self, given: Mapping[str, Any], path: Path, *, partial: bool) -> dict[str, Any]:
        found = {key: given[key] for key in KEPT if key in given}
        if "$ref" in given:
            found |= self._reference(given["$ref"].rpartition("/")[2], path, partial=partial)
        if choices := given.get("anyOf", given.get("oneOf")):
            found["anyOf"] = [self._value(each, path, partial=partial) for each in choices]
        if "items" in given:
            found["items"] = self._value(given["items"], (*path, 0), partial=False)
        if isinstance(given.get("additionalProperties"), dict):
            found["additionalProperties"] = self._chosen(given["additionalProperties"], path, partial=partial)
        for pattern, value in given.get("patternProperties", {}).items():
            found["patternProperties"] = {pattern: self._chosen(value, path, partial=partial)}
            found["additionalProperties"] = False
        return found

    def _chosen(self, given: Mapping[str, Any], path: Path, *, partial: bool) -> dict[str, Any]:
        """Return the schema of what is below a freely chosen key."""
        value = self._value(given, (*path, ""), partial=partial)
        return {"anyOf": [value, NULL]} if path in OPEN_MAPS else value

    def _reference(self, name: str, path: Path, *, partial: bool) -> dict[str, Any]:
        kept = f"{name}{OVER}" if partial and "required" in self._types[name] else name
        if "properties" not in self._types[name]:
            return {key: self._types[name][key] for key in KEPT if key in self._types[name]}
        if kept not in self.parts:
            self.parts[kept] = {}
            self.parts[kept] = self.part(self._types[name], path, partial=partial)
        reference = {"$ref": f"#/$defs/{kept}"}
        return {"anyOf": [{"type": "string"}, reference]} if _may_be_a_word(path) and not partial else reference


def _sentence(docstring: str) -> str:
    """Return the first paragraph of a docstring, the part that is for users."""
    return " ".join(docstring.partition("\n\n")[0].split())


def _may_be_a_word(path: Path) -> bool:
    """Whether a part may be written as a single word."""
    try:
        validate(error_text.type_at(path), "word")
    except InvalidValues as wrong:
        return all(error["type"] != "dataclass_type" for error in wrong.errors)
    return True
