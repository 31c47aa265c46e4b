"""A job gets the sets of packages that its secrets and its configuration ask for, and no others."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import package_sets
import pytest
from apprise import Apprise

from incident_actions.setup.files import Adoption, initial_files
from incident_actions.setup.source import Source
from tests.setup.test_files import RENDER
from tests.workflows.conftest import KEEP, start

FIRST_CONFIGURATION = initial_files(Adoption(Source("acme/incident-actions", "0" * 40, "1.2.3"), "default"), RENDER)[
    ".github/incidents.yml"
].encode()
NOTHING: dict[str, str] = {}
WEBHOOK = "oncall = json://127.0.0.1/x"


@pytest.mark.parametrize(
    ("variables", "sets"),
    [
        (NOTHING, []),
        ({"INCIDENT_NOTIFY_URLS": " \n", "INCIDENT_APP_PRIVATE_KEY": ""}, []),
        ({"INCIDENT_SIGNING_KEY": "a key", "INCIDENT_APP_CLIENT_ID": "Iv1"}, []),
        ({"INCIDENT_NOTIFY_URLS": WEBHOOK}, ["notifications"]),
        (
            {"INCIDENT_NOTIFY_URLS": f"{WEBHOOK}\nada = MATRIXS://user:pass@example.org"},
            ["encryption", "notifications"],
        ),
        ({"INCIDENT_APP_PRIVATE_KEY": "-----BEGIN"}, ["encryption"]),
    ],
)
def test_secrets_ask_for_what_they_need(tool: Path, variables: dict[str, str], sets: list[str]) -> None:
    run = start(tool, "run", **variables)

    assert (run.stdout.split(), run.returncode) == (["set", "up", "['run']", *sets], 0)


@pytest.mark.parametrize(
    ("configuration", "sets"),
    [
        (None, ["core"]),
        (b"extends: default\nservices: [api]\n", ["core"]),
        (b"calendar: { time_zone: Europe/Berlin, country: DE }\n", ["core", "holidays"]),
        (b"postmortem: { rules: { personal-data-found: error } }\n", ["core", "personal-data"]),
        (b"recurrence: true\n", ["core", "recurrence"]),
        (FIRST_CONFIGURATION, ["core", "recurrence"]),
        (b'calendar:\n  "c\\x6funtry": DE\n', ["core", "holidays", "personal-data", "recurrence"]),
        (b'calendar:\n  "coun\\\n    try": DE\n', ["core", "holidays", "personal-data", "recurrence"]),
        (b"# " + b"x" * 1_000_000 + b"\n", ["core", "holidays", "personal-data", "recurrence"]),
    ],
)
def test_a_configuration_asks_for_the_packages_that_it_may_need(
    tmp_path: Path, configuration: bytes | None, sets: list[str]
) -> None:
    if configuration is not None:
        (tmp_path / ".github").mkdir()
        (tmp_path / ".github/incidents.yml").write_bytes(configuration)

    assert package_sets.needed(["run"], {"GITHUB_WORKSPACE": str(tmp_path)}) == sets


def test_the_check_of_a_pull_request_can_read_any_proposed_configuration(tmp_path: Path) -> None:
    assert package_sets.needed(["check"], {"GITHUB_WORKSPACE": str(tmp_path)}) == ["core", "holidays"]


def test_only_a_report_needs_what_draws_charts() -> None:
    assert package_sets.needed(["report"], {}) == ["core", "report"]


def services_that_encrypt() -> Iterator[str]:
    for plugin in Apprise().details(show_requirements=True, show_disabled=True)["schemas"]:
        wanted = {*plugin["requirements"]["packages_required"], *plugin["requirements"]["packages_recommended"]}
        if any(re.match("cryptography|pynacl", each, re.IGNORECASE) for each in wanted):
            yield from (*(plugin["protocols"] or ()), *(plugin["secure_protocols"] or ()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of modules that Apprise's plugins load
def test_every_service_that_encrypts_is_known() -> None:
    services = [*services_that_encrypt()]

    assert {"fcm", "spush", "vapid"} <= {*services}
    assert [name for name in services if not package_sets.ENCRYPTING.match(f"{name}://host")] == []


def test_a_kept_core_is_used_by_a_job_that_needs_more(tool: Path) -> None:
    start(tool, "run", **KEEP)
    shutil.rmtree(tool.parent / "index")

    without = start(tool, "run", **KEEP)
    more = start(tool, "run", **KEEP, INCIDENT_NOTIFY_URLS=WEBHOOK)

    assert without.stdout == "set up ['run']\n"
    assert more.returncode == 2
