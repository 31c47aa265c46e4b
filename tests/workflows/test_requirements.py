"""What pip installs is settled to the byte, and names no place it comes from."""

import re
import tomllib

import pytest

from tests.workflows.files import ROOT

EXTRAS = ("encryption", "holidays", "notifications", "personal-data", "recurrence", "report")
BESIDE = tuple(f"requirements-{extra}.txt" for extra in EXTRAS)
RUN = ("requirements.txt", *BESIDE, "requirements-drill.txt", "requirements-dev.txt", "requirements-uv.txt")
FILES = (*RUN, "requirements-docs.txt", "requirements-release.txt")
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
    *runtime, drill, dev, uv = (PINS[name].items() for name in RUN)

    assert [each <= drill for each in runtime] == [True] * len(runtime)
    assert drill <= dev >= uv


@pytest.mark.parametrize(
    ("file", "tools"),
    [("docs", {"mermaidx", "zensical"}), ("release", {"build", "cyclonedx-bom", "hatchling", "twine"})],
)
def test_the_tools_of_the_documentation_and_of_a_release_can_be_installed_beside_all_else(
    file: str, tools: set[str]
) -> None:
    some, dev = PINS[f"requirements-{file}.txt"], PINS["requirements-dev.txt"]

    assert tools <= some.keys()
    assert {name: some[name] for name in some.keys() & dev.keys()} == {
        name: dev[name] for name in some.keys() & dev.keys()
    }


def test_what_only_some_configurations_need_is_in_one_file_of_its_own() -> None:
    runtime = [name for file in ("requirements.txt", *BESIDE) for name in PINS[file]]

    assert len(runtime) == len({*runtime})
    assert {"apprise", "holidays", "cryptography", "pynacl"}.isdisjoint(PINS["requirements.txt"])


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[>=<\[]", each)[0].lower().replace(".", "-") for each in requirements}

    extras = project["optional-dependencies"]
    assert names(project["dependencies"]) <= set(PINS["requirements.txt"])
    assert names(extras["sandbox"]) - {"incident-actions"} <= set(PINS["requirements-drill.txt"])
    assert {f"requirements-{extra}.txt" for extra in extras if extra not in ("act", "sandbox")} == {*BESIDE}
    for extra, file in zip(EXTRAS, BESIDE, strict=True):
        assert names(extras[extra]) <= PINS[file].keys() | PINS["requirements.txt"].keys()
