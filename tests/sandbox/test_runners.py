"""A job's processes end together, and inherit nothing of this machine's own run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from incident_actions.sandbox import runners
from incident_actions.sandbox.runners import ProcessTree, inherited_environment

PARENT = """
import signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored where the tests run in the background
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def parent() -> tuple[ProcessTree, int]:
    """Start a process that starts another; return both, the second by its number."""
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as lines:
        return ProcessTree(process), int(lines.readline())


def is_running(number: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def ends(number: int) -> bool:
    until = time.monotonic() + 10
    while is_running(number) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(number)


def test_a_killed_process_takes_those_with_it_that_it_started() -> None:
    tree, child = parent()

    tree.kill()

    assert (tree.wait(), ends(child)) == (-9, True)


def test_a_process_that_outlives_the_limit_is_killed() -> None:
    tree, child = parent()

    with pytest.raises(subprocess.TimeoutExpired):
        tree.wait(0.1)

    assert ends(child)


STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN if sys.argv[1:] else lambda *_: sys.exit(3))
print("ready", flush=True)
while True:
    time.sleep(60)
"""


def test_a_process_that_is_interrupted_may_end_by_itself() -> None:
    tree, child = parent()

    tree.interrupt()

    assert tree.wait() == -signal.SIGINT
    os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize(("more", "last", "ended"), [((), 60, 3), (("kill",), 0.1, -signal.SIGKILL)])
def test_a_process_that_ignores_an_interrupt_is_terminated_and_then_killed(
    monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], last: float, ended: int
) -> None:
    monkeypatch.setattr(runners, "PATIENCE", ((0.1, signal.SIGTERM), (last, signal.SIGKILL)))
    process = subprocess.Popen([sys.executable, "-c", STUBBORN, *more], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as lines:
        assert lines.readline() == b"ready\n"

        ProcessTree(process).interrupt()

        assert process.wait(30) == ended


def test_jobs_inherit_neither_githubs_variables_nor_the_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GITHUB_TOKEN", "SHIP_TOKEN", "SHELL_NAME"):
        monkeypatch.setenv(name, str(tmp_path))

    inherited = inherited_environment(("SHIP_",))

    assert [name for name in ("GITHUB_TOKEN", "SHIP_TOKEN", "SHELL_NAME") if name in inherited] == ["SHELL_NAME"]
