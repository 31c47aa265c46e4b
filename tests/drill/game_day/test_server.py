"""A game day starts with somebody's process, goes on the next time, and refuses what it can't use in one clear line."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from requests import post

from incident_actions.cli.main import cli
from incident_actions.drill.game_day.score_page import PAGE
from incident_actions.drill.game_day.server import GameDayChoice, prepare_game_day, serve_game_day
from incident_actions.gateway.local.runner import UserError
from incident_actions.sandbox import Sandbox

TYPO = "title: Own\nsummary: Ours\nstps:\n  - alert: {title: Down}\n"
OWN = """\
extends: default
services: [till]
on_call: {primary: [{people: [kim]}]}
escalation: [margaret]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["drill", *arguments])


def test_the_process_and_the_people_are_those_of_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "incidents.yml").write_text(OWN)

    day = prepare_game_day(GameDayChoice(tmp_path / "day", configuration=str(tmp_path / "incidents.yml")))

    assert (day.process.service_names, day.process.name) == (("till",), "default")
    assert day.people == {"kim": "admin", "margaret": "write", "grace": "maintain", "linus": "write", "mary": "triage"}
    assert day.repository.files["checkout/settings.yml"] == "database:\n  connections: 50\n  timeout: 2s\n"


def test_the_process_is_a_preset_with_people_of_its_own(tmp_path: Path) -> None:
    day = prepare_game_day(GameDayChoice(tmp_path, preset="war-room", scenario="false-alarm"))

    assert (day.process.name, next(iter(day.people.items()))) == ("war-room", ("ada", "admin"))


def test_a_game_day_is_there_again_with_its_score_and_a_second_one_needs_another_folder(tmp_path: Path) -> None:
    said: list[str] = []
    stop = threading.Event()
    day = prepare_game_day(GameDayChoice(tmp_path, scenario="false-alarm"))

    stop.set()
    serve_game_day(day, 0, say=said.append, stop=stop)

    again = prepare_game_day(GameDayChoice(tmp_path))
    assert again.saved == day.saved
    assert said[0].startswith("Game day: A false alarm\nStart it at http://127.0.0.1:")
    assert said[0].endswith(f"{PAGE}\n")
    assert said[-1] == f"0 of 0 targets met. The score is in {tmp_path / 'score.json'}."
    assert json.loads((tmp_path / "score.json").read_text())["scenario"] == "A false alarm"
    with pytest.raises(UserError, match=r"holds a game day, false-alarm\. To go on with it, leave out --scenario"):
        prepare_game_day(GameDayChoice(tmp_path, scenario="full-disk"))


def test_a_typo_in_a_scenario_has_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.yml"
    file.write_text(TYPO)

    result = run("--serve", "--data", str(tmp_path / "day"), "--scenario", str(file))

    assert result.exit_code == 2
    assert result.stderr == (
        f"incident-actions: {file}:1:1: steps: this key is required\n"
        f"{file}:3:1: stps: unknown key; did you mean `steps`?\n"
    )
    assert not (tmp_path / "day").exists()


def test_a_typo_in_a_configuration_has_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.yml"
    file.write_text("extends: default\nservces: [till]\n")

    result = run("--serve", "--data", str(tmp_path / "day"), "--config", str(file))

    assert result.exit_code == 2
    assert f"{file}:2:1: servces: unknown key; did you mean `services`?" in result.stderr


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("--serve", "--port", str(port), "--data", str(tmp_path))

    assert (result.exit_code, result.stderr) == (2, f"Port {port} is in use. Choose another with --port.\n")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("game-day.json", "{}", "game-day.json was written by another version, so this one can't use it. Nothing was"),
        ("world.json", "{}", "is the data folder of another command. Choose another one with --data."),
    ],
)
def test_a_folder_of_another_version_or_command_is_refused_and_left_alone(
    name: str, text: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)

    result = run("--serve", "--port", "0", "--data", str(tmp_path))

    assert result.exit_code == 2
    assert problem in result.stderr
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [(name, text)]


def test_a_sandbox_of_another_version_is_refused(tmp_path: Path) -> None:
    day = prepare_game_day(GameDayChoice(tmp_path))
    stop = threading.Event()
    stop.set()
    serve_game_day(day, 0, say=lambda _: None, stop=stop)
    (tmp_path / "world.json").write_text('{"version": 0}')

    result = run("--serve", "--port", "0", "--data", str(tmp_path))

    assert (result.exit_code, result.stderr) == (
        2,
        f"{tmp_path}/world.json was written by another version, so this one can't use it. Nothing was changed. "
        "Choose another folder with --data.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--scenario", "full-disk"), "--config and --scenario need --serve."),
        (("--serve", "--keep", "kept"), "--keep and --json exclude --serve"),
        (("--serve", "--preset", "lean", "--config", "own.yml"), "--config and --preset exclude each other"),
        (
            ("--serve", "--preset", "leen", "--data", "none"),
            "incident-actions: There is no preset 'leen'. Did you mean `lean`? The presets are ",
        ),
        (("--serve", "--scenario", "ful-disk", "--data", "none"), "Did you mean `full-disk`?"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: tuple[str, ...], problem: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert problem in result.stderr


def test_the_scenarios_are_listed() -> None:
    result = run("--list-scenarios")

    assert result.exit_code == 0
    assert "bad-release         A bad release\n" in result.output


@pytest.mark.rest
def test_ctrl_c_during_a_job_ends_cleanly_and_keeps_everything(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-u",
        "-m",
        "incident_actions",
        "drill",
        "--serve",
        "--port",
        "0",
        "--data",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(6)]
            api = lines[5].split()[-1]
            token = next(line.split()[-1] for line in process.stdout if line.split()[:1] == ["ada"])
            body = {"title": "Down", "labels": ["incident"], "body": ""}
            headers = {"Authorization": f"Bearer {token}"}
            post(f"{api}/repos/acme/shop/issues", json=body, headers=headers, timeout=10).raise_for_status()

            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=60)
        finally:
            process.kill()

    assert (process.returncode, errors) == (0, "")
    assert rest.rstrip().endswith(f"The score is in {tmp_path / 'score.json'}.")
    with Sandbox(tmp_path) as sandbox:
        assert sandbox.repository("acme/shop").issues[1].title == "Down"
