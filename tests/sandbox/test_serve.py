"""The sandbox by itself."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from requests import get, post

from incident_actions.sandbox import Sandbox, serve


def served(directory: Path, files: dict[str, str] | None = None) -> str:
    """What a server says that is stopped as soon as it has greeted."""
    stop, said = threading.Event(), list[str]()

    def say(line: str) -> None:
        said.append(line)
        stop.set()

    serve.serve(0, directory, files=files, say=say, stop=stop)
    return "\n".join(said)


def test_an_empty_directory_gets_a_repository_and_everybody_a_token(tmp_path: Path) -> None:
    said = served(tmp_path)

    with Sandbox(tmp_path) as sandbox:
        tokens = [*map(sandbox.token, ("ada", "grace", "linus", "stranger")), sandbox.installation_token]
        assert [token for token in tokens if token not in said] == []
        assert "/acme/shop.git" in said
        assert get(f"{sandbox.api_url}/repos/acme/shop", timeout=5).status_code == 200


def test_what_is_there_stays(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        sandbox.create_repository("acme/depot", collaborators={"kim": "admin"})

    assert "acme/shop" not in served(tmp_path)


def test_the_repository_runs_incidents_from_the_start(tmp_path: Path) -> None:
    served(tmp_path)

    with Sandbox(tmp_path) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token('linus')}"}
        body = {"title": "Search is slow", "labels": ["incident"]}
        post(f"{sandbox.api_url}/repos/acme/shop/issues", json=body, headers=headers, timeout=5).raise_for_status()
        outcomes = [finished.outputs["outcome"] for finished in sandbox.settle()]
    assert outcomes == ["declared", "reconciled"]


def test_ctrl_c_stops_it_and_keeps_everything(tmp_path: Path) -> None:
    imports = "from pathlib import Path; from incident_actions.sandbox.serve import serve"
    program = f"{imports}; serve(0, Path({str(tmp_path)!r}))"
    with subprocess.Popen([sys.executable, "-u", "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        get(address, timeout=5)

        process.send_signal(signal.SIGINT)

        assert process.wait(10) == 0
    assert (tmp_path / "world.json").exists()
