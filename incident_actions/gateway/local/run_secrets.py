"""Pass a run's secrets from process to process by a file descriptor, so that no environment holds them.

On Linux, every process of the same user can read the environment that a process was started with in
`/proc/PID/environ`, even after the process removed variables. A process that must not expose secrets there has to be
started without them.

Any Python 3.11 can run this file before the tool's packages are installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

SECRETS = (
    "GITHUB_TOKEN",
    "INCIDENT_APP_PRIVATE_KEY",
    "INCIDENT_NOTIFY_URLS",
    "INCIDENT_SERVICES_TOKEN",
    "INCIDENT_SIGNING_KEY",
)
RUNNER_PREFIX = "ACTIONS_"
"""Variables that give actions access to the runner's caches and artifacts begin like this. The tool needs none."""

DESCRIPTOR_VARIABLE = "INCIDENT_ACTIONS_SECRETS"
"""The variable that names the descriptor."""


class SecretsMissing(Exception):
    """The descriptor that was passed to this process holds no secrets; the text has the reason."""


def separate_secrets(variables: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Return the variables for a process that is about to start, and the descriptor of its secrets.

    The process must inherit the descriptor. The caller passes it on, and closes its own.
    """
    secrets = {name: variables[name] for name in SECRETS if variables.get(name)}
    handle = _open_unnamed_file()
    with os.fdopen(os.dup(handle), "wb") as file:
        file.writelines(os.fsencode(f"{name}={value}\0") for name, value in secrets.items())
    os.lseek(handle, 0, os.SEEK_SET)
    shown = {name: value for name, value in variables.items() if not _is_withheld(name)}
    return {**shown, DESCRIPTOR_VARIABLE: str(handle)}, handle


def receive_secrets() -> dict[str, str]:
    """Return the secrets of this process, which its environment does not hold. They can be read once.

    If the environment holds secrets, because a person started the tool, the process restarts itself without them.
    Raises SecretsMissing.
    """
    given = os.environ.pop(DESCRIPTOR_VARIABLE, "")
    if given:
        return _read_secrets(given)
    if not any(os.environ.get(name) for name in SECRETS):
        return {}
    if os.name == "posix" and sys.executable:
        exec_with_secrets(sys.executable, sys.orig_argv[1:], os.environ)
    return {name: value for name in SECRETS if (value := os.environ.pop(name, ""))}


def exec_with_secrets(program: str, arguments: list[str], variables: Mapping[str, str]) -> None:
    """Replace this process by another program, which gets the secrets among the variables by a descriptor."""
    shown, handle = separate_secrets(variables)
    os.set_inheritable(handle, True)  # noqa: FBT003  the function takes it only like this
    sys.stdout.flush()
    os.execve(program, [program, *arguments], shown)  # noqa: S606  no shell is needed


def _is_withheld(name: str) -> bool:
    return name in SECRETS or name.startswith(RUNNER_PREFIX)


def _open_unnamed_file() -> int:
    """Open a file without a name, in memory if the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("secrets")
    import tempfile  # noqa: PLC0415  most systems need no temporary file

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _read_secrets(given: str) -> dict[str, str]:
    """Read secrets in the format of `/proc/PID/environ`, where each variable ends with a zero byte."""
    try:
        with os.fdopen(int(given), "rb") as file:
            written = os.fsdecode(file.read())
        return dict(each.split("=", 1) for each in written.split("\0") if each)
    except (OSError, OverflowError, TypeError, ValueError) as wrong:
        raise SecretsMissing(f"{DESCRIPTOR_VARIABLE} must name a descriptor with the run's secrets: {wrong}") from wrong
