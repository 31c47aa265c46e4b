"""The sandbox by itself."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from requests import get

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.runners import process_starter
from incident_actions.sandbox.serve import FirstRepository, serve

SHOP = FirstRepository("acme/shop", {"README.md": "# shop\n"}, {"ada": "admin", "grace": "write"}, labels=("bug",))
PROGRAM = """
import sys
from pathlib import Path

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox.runners import process_starter
from incident_actions.sandbox.serve import FirstRepository, serve

shop = FirstRepository("acme/shop", {}, {"ada": "admin"})
serve(0, Path(sys.argv[1]), shop, tool=INSTALLED_TOOL, start=process_starter(INSTALLED_TOOL), say=say)
"""
PRESSES_CTRL_C_AT_EACH_STEP = """
import signal, sys

def press(frame, event, given):
    signal.raise_signal(signal.SIGINT)
    return press

def say(greeting):
    sys.settrace(press)
    sys._getframe().f_back.f_trace = press
"""


def greeting(directory: Path) -> str:
    """What a server prints that stops as soon as it has greeted."""
    stop, printed = threading.Event(), list[str]()

    def say(line: str) -> None:
        printed.append(line)
        stop.set()

    serve(0, directory, SHOP, tool=INSTALLED_TOOL, start=process_starter(INSTALLED_TOOL), say=say, stop=stop)
    return "\n".join(printed)


def test_an_empty_directory_gets_a_repository_and_everybody_a_token(tmp_path: Path) -> None:
    printed = greeting(tmp_path)

    with Sandbox(tmp_path) as sandbox:
        tokens = [*map(sandbox.token, ("ada", "grace")), sandbox.installation_token]
        assert [token for token in tokens if token not in printed] == []
        assert "/acme/shop.git" in printed
        assert get(f"{sandbox.api_url}/repos/acme/shop/labels/bug", timeout=5).status_code == 200


def test_a_directory_with_a_repository_gets_no_other(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        sandbox.create_repository("acme/depot", collaborators={"kim": "admin"})

    assert "acme/shop" not in greeting(tmp_path)


@pytest.mark.rest
def test_ctrl_c_stops_the_server_and_keeps_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-c", f"say = print\n{PROGRAM}", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split()[-1]
            get(address, timeout=5)

            process.send_signal(signal.SIGINT)

            assert process.wait(10) == 0
        finally:
            process.kill()
    assert (tmp_path / "world.json").exists()


@pytest.mark.rest
def test_ctrl_c_stops_the_server_whatever_it_does_at_that_moment(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{PRESSES_CTRL_C_AT_EACH_STEP}\n{PROGRAM}\nsys.settrace(None)", str(tmp_path)]
    stopped = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (0, "", "")
    assert (tmp_path / "world.json").exists()
