"""A run that a workflow starts does without options what the command line does with them."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from incident_actions.cli.program import SELDOM_USED

NOTHING = "Nothing to do: only new comments run, never edited ones.\n"
PROGRAM = """
import os, sys
from incident_actions.cli.program import main
os._exit = lambda code: print("click" in sys.modules)
sys.argv = ["incident-actions", *sys.argv[1:]]
main()
"""


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """The variables of a run that has nothing to do."""
    event = tmp_path / "event.json"
    ada = {"login": "ada", "id": 1, "type": "User"}
    comment = {"id": 7, "user": ada, "body": "/ack", "created_at": "2026-03-04T14:00:00Z"}
    event.write_text(json.dumps({"action": "edited", "comment": comment, "issue": {}, "sender": ada}))
    return {
        "GITHUB_EVENT_NAME": "issue_comment",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": "unused",
        "INCIDENT_ACTIONS_DRY_RUN": "",
    }


def start(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "given", "loads_click"),
    [
        (["run"], {}, False),
        (["run"], {"INCIDENT_ACTIONS_NOW": "2026-03-04T15:00:00Z"}, False),
        (["run"], {"INCIDENT_ACTIONS_DRY_RUN": "true"}, True),
        (["run", "--now", "2026-03-04T15:00Z"], {}, True),
    ],
    ids=["plain", "at a time", "dry", "with an option"],
)
def test_a_run_ends_alike_and_loads_click_only_for_options(
    arguments: list[str], given: dict[str, str], loads_click: bool, variables: dict[str, str]
) -> None:
    done = start(variables | given, *arguments)

    assert (done.returncode, done.stdout) == (0, f"{NOTHING}{loads_click}\n")


def test_a_time_that_is_none_is_refused_in_words(variables: dict[str, str]) -> None:
    done = start(variables | {"INCIDENT_ACTIONS_NOW": "noon"}, "run")

    assert done.returncode == 2
    assert "Invalid value for '--now': 'noon' is not an ISO time such as 2026-01-31T14:05Z" in done.stderr
    assert done.stdout == "True\n"


def test_a_run_loads_none_of_the_modules_that_it_seldom_uses_until_it_does() -> None:
    program = """
import sys
from types import ModuleType
from incident_actions.cli.program import SELDOM_USED, load_lazily
load_lazily(*SELDOM_USED)
import incident_actions.runs.answer_event
print([name for name in SELDOM_USED if type(sys.modules.get(name)) is ModuleType])
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
    assert [name for name in SELDOM_USED if find_spec(name) is None] == []
