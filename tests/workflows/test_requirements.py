"""What pip installs is settled to the byte, and names no place it comes from."""

import re
import tomllib

import pytest

from tests.workflows.files import ROOT

FILES = ("requirements.txt", "requirements-drill.txt", "requirements-dev.txt", "requirements-uv.txt")
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
PINS = {name: dict(PIN.findall((ROOT / name).read_text(encoding="utf-8"))) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_each_package_is_pinned_with_its_hashes(name: str) -> None:
    entries = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()

    assert len(entries) == len(PINS[name]) > 0
    assert [entry for entry in entries if not re.search(r"==\S+.* --hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_address_of_an_index_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"\w+://|^-", text, re.MULTILINE) == []


def test_the_smaller_files_hold_the_very_versions_of_the_larger() -> None:
    runtime, drill, dev, uv = (PINS[name].items() for name in FILES)

    assert runtime <= drill <= dev >= uv


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[>=<\[]", each)[0].lower().replace(".", "-") for each in requirements}

    assert names(project["dependencies"]) <= set(PINS["requirements.txt"])
    assert names(project["optional-dependencies"]["sandbox"]) <= set(PINS["requirements-drill.txt"])
