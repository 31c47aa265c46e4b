"""The command line's own part: options, exit codes, and what it says to people."""

import json
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click import Context, Option
from click.testing import CliRunner

from incident_actions.cli import sweep
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.main import COMMANDS, SECTIONS, cli


@pytest.mark.parametrize("given", ["yesterday", "14:05", "2026-13-01"])
def test_an_invalid_time_is_refused_with_an_example(given: str) -> None:
    result = CliRunner().invoke(cli, ["sweep", "--now", given])

    assert result.exit_code == 2
    assert f"{given!r} is not an ISO time such as 2026-01-31T14:05Z" in result.output


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-03-04T14:05Z", datetime(2026, 3, 4, 14, 5, tzinfo=UTC)),
        ("2026-03-04T14:05", datetime(2026, 3, 4, 14, 5, tzinfo=UTC)),
        ("2026-03-04T15:05+01:00", datetime(2026, 3, 4, 14, 5, tzinfo=UTC)),
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
    ],
)
def test_a_time_is_taken_in_utc(given: str, read: datetime) -> None:
    taken = next(option for option in sweep.command.params if option.name == "now")

    assert taken.type.convert(given, None, None) == read


def test_an_error_of_the_tool_is_logged_with_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    def mistaken(*_: object, **__: object) -> int:
        raise ZeroDivisionError

    code = run_to_exit_code(mistaken, {}, None, dry_run=False)

    said = capsys.readouterr().out
    assert code == 1
    assert "the run failed\nTraceback" in said
    assert said.rstrip().endswith("ZeroDivisionError")


def test_a_trace_holds_no_command_to_the_runner(capsys: pytest.CaptureFixture[str]) -> None:
    def mistaken(*_: object, **__: object) -> int:
        raise ValueError("\n::error::a\n  ::set-output name=b::c\n##[error]d")

    run_to_exit_code(mistaken, {}, None, dry_run=False)

    assert capsys.readouterr().out.splitlines()[-3:] == [
        ":\u200b:error::a",
        "  :\u200b:set-output name=b::c",
        "##\u200b[error]d",
    ]


def test_an_ignored_event_loads_neither_the_client_library_nor_a_parser(tmp_path: Path) -> None:
    heavy = {
        "click",
        "github",
        "requests",
        "pydantic",
        "jinja2",
        "ruamel",
        "markdown_it",
        "slugify",
        "holidays",
        "aiohttp",
    }
    event = tmp_path / "event.json"
    ada = {"login": "ada", "id": 1, "type": "User"}
    comment = {"id": 7, "user": ada, "body": "/ack", "created_at": "2026-03-04T14:00:00Z"}
    event.write_text(json.dumps({"action": "edited", "comment": comment, "issue": {}, "sender": ada}))
    program = f"""
import os, sys
from incident_actions.cli.program import main
os._exit = lambda code: print(code, sorted({heavy} & sys.modules.keys()))
sys.argv = ["incident-actions", "run"]
main()
"""
    environment = {
        "GITHUB_EVENT_NAME": "issue_comment",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": "unused",
    }

    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["Nothing to do: only new comments run, never edited ones.", "0 []"]


def test_the_client_library_does_not_load_what_signs_tokens() -> None:
    program = "import incident_actions.gateway.client.connection, sys; print('cryptography' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command_in_its_section_and_cuts_none(option: str) -> None:
    said = CliRunner().invoke(cli, [option]).output
    listed = said.partition("Get started:")[2].splitlines()

    assert [line.split()[0] for line in listed if re.match(r"  \w", line)] == list(COMMANDS)
    assert [line for line in said.splitlines() if re.fullmatch(r"\S.*:", line)] == [
        "Options:",
        *(f"{title}:" for title in SECTIONS),
    ]
    assert "..." not in listed


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_explains_every_option_in_a_sentence(command: str) -> None:
    found = cli.get_command(Context(cli), command)
    assert found
    options = [each for each in found.params if isinstance(each, Option)]
    sentences = [str(each.help).partition("  [default: ")[0] for each in options]

    assert [each for each in sentences if not re.fullmatch(r"[A-Z\d].*\.", each)] == []


def test_a_busy_port_is_reported_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli, ["sandbox", "--port", str(port), "--data", str(tmp_path / "sandbox")])

    assert (result.exit_code, result.output) == (2, f"Port {port} is in use. Choose another with --port.\n")


def test_a_run_ends_at_once_with_its_whole_output_and_its_code() -> None:
    program = """
import sys, threading, time
from incident_actions.cli import main, program

def command(obj):
    threading.Thread(target=time.sleep, args=[60]).start()  # as an answer that nobody needs any more
    print("x" * 100_000)
    sys.exit(3)

main.cli, sys.argv = command, ["incident-actions", "sweep"]
program.main()
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30)

    assert (done.returncode, len(done.stdout)) == (3, 100_001)
