"""The first on-call schedule of a repository, from the logins that `init` is given."""

from __future__ import annotations

import re

from incident_actions.model.process.cross_checks import people_references
from incident_actions.model.process.process import SECONDARY, Process
from incident_actions.model.process.value_types import LOGIN
from incident_actions.setup.yaml_line import to_yaml_line

LONGEST_LOGIN = 39
"""https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference"""


def read_logins(text: str) -> tuple[str, ...]:
    """Return the logins in a text, each once, whatever separates them; raises ValueError if one is no login."""
    names = [each.removeprefix("@") for each in re.split(r"[\s,;]+", text) if each]
    for name in names:
        if not re.fullmatch(LOGIN, name) or len(name.partition("/")[0]) > LONGEST_LOGIN:
            msg = f"{name!r} is not a GitHub login such as ada, or a team such as acme/on-call."
            raise ValueError(msg)
    return tuple(
        {name.casefold(): name for name in reversed(names)}[key] for key in dict.fromkeys(map(str.casefold, names))
    )


def secondary_people(people: tuple[str, ...], process: Process) -> tuple[str, ...]:
    """Return who is on call behind the first: the next person in turn, if the process pages a second one."""
    pages_second = any(whom == SECONDARY for _, whom in people_references(process))
    return (*people[1:], *people[:1]) if pages_second and len(people) > 1 else ()


def rota_text(people: tuple[str, ...], secondary: tuple[str, ...]) -> str:
    """Return the lines of the configuration with these people's shifts."""
    lines = [
        "on_call: # each person is on call for a week, from Monday at 09:00",
        "  time_zone: UTC # such as Europe/Berlin",
        "  primary:",
        f"    - people: {to_yaml_line(people)}",
    ]
    if secondary:
        lines += ["  secondary:", f"    - people: {to_yaml_line(secondary)}"]
    return "\n".join(lines)
