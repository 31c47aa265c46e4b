"""The secrets of a run: handed from process to process by a descriptor, so that no environment holds them.

Linux shows everybody with the same user what a process was started with, in `/proc/PID/environ`, whatever the process
has taken out of its variables since. So a process that is to hold no secret there must be started without.

Any Python 3.11 runs this file, before the tool's packages are there.
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
"""How the variables begin with which the runner lets actions reach its caches and artifacts: the tool needs none."""

DESCRIPTOR_VARIABLE = "INCIDENT_ACTIONS_SECRETS"
"""The variable that names the descriptor."""


class SecretsMissing(Exception):
    """The descriptor that a process was promised leads to no secrets; the text says so."""


def separate_secrets(variables: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Return the variables for a process that is about to start, and the descriptor that it must inherit.

    The caller passes the descriptor on, and closes its own.
    """
    secrets = {name: variables[name] for name in SECRETS if variables.get(name)}
    handle = _open_unnamed_file()
    with os.fdopen(os.dup(handle), "wb") as file:
        file.writelines(os.fsencode(f"{name}={value}\0") for name, value in secrets.items())
    os.lseek(handle, 0, os.SEEK_SET)
    shown = {name: value for name, value in variables.items() if not _is_withheld(name)}
    return {**shown, DESCRIPTOR_VARIABLE: str(handle)}, handle


def receive_secrets() -> dict[str, str]:
    """Return the secrets of this process, which its environment does not hold.

    They come by the descriptor, once. Where they stand in the environment, since a person started the tool, it starts
    anew without them. Raises SecretsMissing.
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
    """Go on as another program, which gets the secrets among the variables by a descriptor."""
    shown, handle = separate_secrets(variables)
    os.set_inheritable(handle, True)  # noqa: FBT003  its only spelling
    sys.stdout.flush()
    os.execve(program, [program, *arguments], shown)  # noqa: S606  no shell is wanted


def _is_withheld(name: str) -> bool:
    return name in SECRETS or name.startswith(RUNNER_PREFIX)


def _open_unnamed_file() -> int:
    """A file that has no name, in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("secrets")
    import tempfile  # noqa: PLC0415  most systems need no temporary file

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _read_secrets(given: str) -> dict[str, str]:
    """The secrets behind a descriptor, written as `/proc/PID/environ` writes variables: each ends with a zero byte."""
    try:
        with os.fdopen(int(given), "rb") as file:
            written = os.fsdecode(file.read())
        return dict(each.split("=", 1) for each in written.split("\0") if each)
    except (OSError, OverflowError, TypeError, ValueError) as wrong:
        raise SecretsMissing(f"{DESCRIPTOR_VARIABLE} must name a descriptor with the run's secrets: {wrong}") from wrong
