"""Find the services of a repository in files that teams keep anyway: a Backstage catalog, or CODEOWNERS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.value_types import LOGIN

CATALOGS = ("catalog-info.yaml", "catalog-info.yml")
"""Where Backstage looks for the entities of a repository.

https://backstage.io/docs/features/software-catalog/descriptor-format
"""

CODE_OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks for code owners, in this order.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

MOST = 50
"""How many services are taken over at most. More of them would need a file of their own."""

PARENTS = "services|service|apps|packages|components|modules|projects|cmd"
"""The folders in which repositories keep one folder for each service."""

OTHERS = frozenset((
    "assets", "bin", "build", "ci", "config", "configs", "db", "doc", "docs", "examples", "include", "infra",
    "internal", "lib", "libs", "migrations", "pkg", "public", "scripts", "spec", "specs", "src", "static", "test",
    "tests", "third_party", "tools", "vendor",
))  # fmt: skip
"""Folders at the top that hold no service."""

_FOLDER = lazy_pattern(rf"/?(?:(?P<parent>{PARENTS})/)?(?P<name>[A-Za-z0-9][\w-]{{0,49}})/(?:\*\*?)?")
_REPOSITORY = lazy_pattern(r"[\w.-]+/[\w.-]+")
_NAME = lazy_pattern(r"[A-Za-z0-9][\w .-]{0,49}")


@dataclass(frozen=True)
class FoundServices:
    """Services as the configuration writes them, and the file that names them."""

    path: str
    services: tuple[Any, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names alone."""
        return tuple(each["name"] if isinstance(each, dict) else each for each in self.services)


def find_services(files: Mapping[str, str], repository: str) -> FoundServices | None:
    """Return the services that the first file names which names any; None if none does.

    `files` are the texts of the files that exist. Services whose code is in `repository` itself need not say so.
    """
    for path, text in files.items():
        read = _in_catalog(text, repository) if path in CATALOGS else _in_code_owners(text)
        services = {str(each["name"]).casefold(): each for each in read}
        if services:
            kept = tuple(each if len(each) > 1 else each["name"] for each in services.values())
            return FoundServices(path, kept[:MOST])
    return None


def _in_catalog(text: str, repository: str) -> Iterator[dict[str, Any]]:
    """Yield the components of a catalog. Its owners are no accounts of GitHub."""
    try:
        entities = list(YAML(typ="safe").load_all(text))
    except YAMLError:
        return
    for each in entities:
        if not isinstance(each, dict) or each.get("kind") != "Component":
            continue
        metadata, spec = (part if isinstance(part := each.get(name), dict) else {} for name in ("metadata", "spec"))
        name, notes = str(metadata.get("name", "")), metadata.get("annotations")
        place = str(notes.get("github.com/project-slug", "")) if isinstance(notes, dict) else ""
        elsewhere = _REPOSITORY.fullmatch(place) and place.casefold() != repository.casefold()
        if _NAME.fullmatch(name) and spec.get("type") != "library":
            yield {"name": name, **({"repository": place} if elsewhere else {})}


def _in_code_owners(text: str) -> Iterator[dict[str, Any]]:
    """Yield a service for each folder that has owners of its own."""
    for line in text.splitlines():
        pattern, *owners = line.partition("#")[0].split() or [""]
        found = _FOLDER.fullmatch(pattern)
        if found and (found["parent"] or found["name"].casefold() not in OTHERS):
            logins = [each.removeprefix("@") for each in owners if each.startswith("@")]
            people = [each for each in logins if re.fullmatch(LOGIN, each)]
            named = {"owner": people[0] if len(people) == 1 else people} if people else {}
            yield {"name": found["name"], **named}
