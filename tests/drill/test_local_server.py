"""The server that `incident-actions sandbox` starts."""

import threading
from pathlib import Path

from requests import post

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.drill.local_server import serve_shop
from incident_actions.sandbox import Sandbox


def test_the_repository_runs_incidents_from_the_start(tmp_path: Path) -> None:
    stop = threading.Event()
    serve_shop(0, tmp_path, say=lambda _: stop.set(), stop=stop)

    with Sandbox(tmp_path, tool=INSTALLED_TOOL) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token('linus')}"}
        body = {"title": "Search is slow", "labels": ["incident"]}
        post(f"{sandbox.api_url}/repos/acme/shop/issues", json=body, headers=headers, timeout=5).raise_for_status()
        outcomes = [finished.outputs["outcome"] for finished in sandbox.settle()]
    assert outcomes == ["declared", "reconciled"]
