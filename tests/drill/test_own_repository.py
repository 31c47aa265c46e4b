"""A repository of the reader's own, made in an empty sandbox, adopts the tool."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from requests import post

from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.sandbox import Sandbox


@pytest.mark.rest
def test_a_reader_creates_a_repository_adopts_the_tool_and_declares_an_incident(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "github", tool=INSTALLED_TOOL) as sandbox:
        sandbox.create_organization("acme", ["ada"])
        own, token = tmp_path / "shop", sandbox.token("ada")
        headers = {"Authorization": f"Bearer {token}"}
        post(f"{sandbox.api_url}/orgs/acme/repos", json={"name": "shop"}, headers=headers, timeout=5).raise_for_status()

        run("git", "init", "-q", "-b", "main", str(own))
        run("git", "remote", "add", "origin", f"{sandbox.url.replace('://', f'://ada:{token}@')}/acme/shop.git", at=own)
        tool(own, token, "init", "--yes", "--on-call", "ada", "--source", f"{SOURCE.repository}@{SOURCE.commit}")
        run("git", "add", ".", at=own)
        run("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "Adopt it", at=own)
        run("git", "push", "-q", "origin", "main", at=own)
        report = json.loads(tool(own, token, "doctor", "--json"))
        body = {"title": "Search is slow", "labels": ["incident"]}
        issues = f"{sandbox.api_url}/repos/acme/shop/issues"
        post(issues, json=body, headers=headers, timeout=5).raise_for_status()
        outcomes = [finished.outputs["outcome"] for finished in sandbox.settle() if "outcome" in finished.outputs]

    assert report["repository"] == "acme/shop"
    assert [each["title"] for each in report["checks"] if each["level"] == "fail"] == []
    assert outcomes == ["declared", "reconciled"]


def tool(at: Path, token: str, *arguments: str) -> str:
    return run(sys.executable, "-m", "incident_actions", *arguments, at=at, GITHUB_TOKEN=token)


def run(*command: str, at: Path | None = None, **variables: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    ended = subprocess.run(command, cwd=at, env=kept | variables, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
