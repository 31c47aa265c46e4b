"""`make release` prepares a release and pushes nothing, and refuses what could not be released."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.checkouts import QUIET, run_git
from tests.laboratory.release.changelog import date_section, has_changes, release_notes, section_text
from tests.laboratory.release.packages import CheckFailedError, require_no_tests, write_digests
from tests.laboratory.release.prepare import (
    ARCHIVES,
    CHANGELOG,
    VERSION_FILE,
    Checkout,
    ReleaseRefusedError,
    check_tag,
    require_own_archives,
    require_releasable,
)
from tests.workflows.files import ROOT, content

LOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- [A page](docs/a.md), [a site](https://example.org), [here](#top)\n"
EMPTY = "# Changelog\n\n## [Unreleased]\n\n### Added\n"
OLDER = "\n## [0.1.0] - 2026-01-31\n\n- The first\n"
HERE = Checkout("main", (), "0.1.0", ("v0", "v0.1.0"), LOG + OLDER, "")


def test_what_is_unreleased_becomes_a_dated_section_and_the_notes() -> None:
    text = date_section(LOG + OLDER, "0.2.0", date(2026, 3, 4))

    assert text == LOG.replace("## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n") + OLDER
    assert not has_changes(text)
    assert section_text(text, "0.1.0", dated=True) == "- The first"
    assert release_notes(text, "0.2.0", "https://github.com/acme/tool") == (
        "### Added\n\n- [A page](https://github.com/acme/tool/blob/v0.2.0/docs/a.md), [a site](https://example.org), [here](#top)\n"
    )


@pytest.mark.parametrize("version", ["0.1.1", "0.2.0", "1.0.0"])
def test_a_higher_version_with_changes_is_committed(version: str) -> None:
    assert require_releasable(version, HERE)


def test_the_first_release_has_the_version_that_is_set() -> None:
    assert require_releasable("0.1.0", replace(HERE, tags=(), changelog=LOG))


def test_a_version_that_is_committed_is_only_tagged() -> None:
    assert not require_releasable("0.1.0", replace(HERE, tags=(), changelog=EMPTY + OLDER))


@pytest.mark.parametrize(
    ("version", "changed", "why"),
    [
        ("0.2", {}, r"'0\.2' is not a version such as 0\.2\.0"),
        ("v0.2.0", {}, "is not a version"),
        ("", {}, "is not a version"),
        ("0.2.0", {"branch": "fix"}, "this is fix"),
        ("0.2.0", {"branch": ""}, "this is no branch"),
        ("0.2.0", {"changed_files": ("a", "b")}, "Commit or remove these files first: a, b"),
        ("0.1.0", {}, r"The tag v0\.1\.0 exists"),
        ("0.0.9", {}, r"0\.0\.9 is lower than 0\.1\.0"),
        ("0.9.0", {"tags": ("v0.10.0",)}, r"0\.9\.0 is lower than 0\.10\.0"),
        ("0.2.0", {"changelog": EMPTY + OLDER}, "lists no change under Unreleased"),
        ("0.2.0", {"changelog": OLDER}, "lists no change under Unreleased"),
    ],
)
def test_what_cannot_be_released_is_refused(version: str, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(ReleaseRefusedError, match=why):
        require_releasable(version, replace(HERE, **changed))


@pytest.mark.parametrize(
    ("tag", "here", "why"),
    [
        ("v0.2.0", HERE, r"v0\.2\.0 does not match the version 0\.1\.0"),
        ("0.1.0", HERE, "does not match"),
        ("v0.1.0", replace(HERE, changelog=LOG), r"no dated section for 0\.1\.0"),
    ],
)
def test_a_tag_that_is_not_that_of_its_commit_is_refused(tag: str, here: Checkout, why: str) -> None:
    check_tag("v0.1.0", HERE)

    with pytest.raises(ReleaseRefusedError, match=why):
        check_tag(tag, here)


def test_archives_of_another_version_are_refused() -> None:
    address = "https://github.com/acme/tool/releases/download/v0.2.0"
    require_own_archives("0.2.0", HERE)
    require_own_archives("0.2.0", replace(HERE, archives=address))

    with pytest.raises(ReleaseRefusedError, match="lists the archives of another version"):
        require_own_archives("0.3.0", replace(HERE, archives=address))


@pytest.mark.parametrize(
    "name", ["tests/x.py", "incident_actions/tests/x.py", "conftest.py", "incident_actions/test_x.py"]
)
def test_a_wheel_with_a_test_is_refused(name: str, tmp_path: Path) -> None:
    make_wheel(tmp_path / "right.whl", "incident_actions/engine/commands/selftest.py")
    make_wheel(tmp_path / "wrong.whl", name)

    assert require_no_tests(tmp_path / "right.whl") == 1
    with pytest.raises(CheckFailedError, match="The wheel holds tests"):
        require_no_tests(tmp_path / "wrong.whl")


def make_wheel(wheel: Path, name: str) -> None:
    with zipfile.ZipFile(wheel, "w") as held:
        held.writestr(name, "")


def test_the_digests_are_those_that_sha256sum_reads(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("")
    (tmp_path / "a").write_text("a")
    write_digests(tmp_path, ["b", "a"])

    ran = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "a: OK\nb: OK\n"


def prepare(clone: Path, *arguments: str) -> tuple[int, str]:
    """Run what `make release` runs, in a clone."""
    command = [sys.executable, "-m", "tests.laboratory.release.prepare", *arguments]
    ran = subprocess.run(
        command,
        cwd=clone,
        env={**QUIET, "PYTHONPATH": str(ROOT), **AUTHOR},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


AUTHOR = {f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A throw-away clone of this repository, on main, whose own remote has no release."""
    run_git(ROOT, "clone", "--quiet", "--no-tags", "--depth=1", ROOT.as_uri(), str(tmp_path / "clone"))
    run_git(tmp_path / "clone", "checkout", "--quiet", "-B", "main")
    return tmp_path / "clone"


@pytest.mark.rest
def test_a_release_is_one_commit_and_one_tag_that_nobody_has_pushed(clone: Path) -> None:
    before, remote = run_git(clone, "rev-parse", "HEAD"), run_git(clone, "ls-remote", "origin")
    code, said = prepare(clone, "7.0.0")

    assert (code, said.splitlines()) == (
        0,
        ["Committed version 7.0.0.", "Tagged v7.0.0. Publish it with: git push --atomic origin main v7.0.0"],
    )
    assert run_git(clone, "rev-list", f"{before}..v7.0.0").split() == [run_git(clone, "rev-parse", "HEAD")]
    assert run_git(clone, "diff", "--name-only", before, "HEAD").split() == [CHANGELOG, VERSION_FILE]
    assert (run_git(clone, "status", "--porcelain"), run_git(clone, "ls-remote", "origin")) == ("", remote)
    assert prepare(clone, "--check", "v7.0.0") == (0, "")
    assert prepare(clone, "--check", "v7.0.1")[0] == 1
    assert prepare(clone, "7.0.0") == (1, "The tag v7.0.0 exists. A version is released once.\n")


@pytest.mark.rest
def test_a_refused_release_changes_nothing(clone: Path) -> None:
    def state() -> str:
        return run_git(clone, "rev-parse", "HEAD") + run_git(clone, "tag") + run_git(clone, "diff")

    before = state()
    refused = [prepare(clone, "0.0.1"), prepare(clone, "1"), prepare(clone)]
    (clone / "new").touch()
    refused.append(prepare(clone, "7.0.0"))

    assert [(code, said.count("\n")) for code, said in refused] == [(1, 1)] * 4
    assert state() == before


@pytest.mark.rest
def test_the_list_of_archives_is_committed_between_the_version_and_its_tag(clone: Path) -> None:
    archives = clone / ARCHIVES
    first = prepare(clone, "7.0.0", "--no-tag")
    archives.write_text('{"address": "https://github.com/acme/tool/releases/download/v7.0.0", "archives": {}}\n')
    run_git(clone, "commit", "--quiet", "--all", "--message", "List the archives")
    second = prepare(clone, "7.0.0")

    assert first == (0, "Committed version 7.0.0.\n")
    assert second == (0, "Tagged v7.0.0. Publish it with: git push --atomic origin main v7.0.0\n")
    assert run_git(clone, "rev-parse", "v7.0.0^{commit}") == run_git(clone, "rev-parse", "HEAD")


def needs(name: str, jobs: dict[str, Any]) -> set[str]:
    """Return every job that must succeed before one."""
    given = jobs[name].get("needs", [])
    direct = {given} if isinstance(given, str) else set(given)
    return direct.union(*(needs(each, jobs) for each in direct))


def test_nothing_is_published_before_everything_is_tested_built_and_attested() -> None:
    jobs = content(".github/workflows/release.yml")["jobs"]
    writing = {
        name: sorted(key for key, right in job["permissions"].items() if right == "write") for name, job in jobs.items()
    }

    assert {name: each for name, each in writing.items() if each} == {
        "attest": ["attestations", "id-token"],
        "publish": ["id-token"],
        "announce": ["contents"],
    }
    assert needs("publish", jobs) == {"test", "archives", "build", "attest"}
    assert needs("announce", jobs) == needs("publish", jobs) | {"publish"}
    assert {name for name, job in jobs.items() if "environment" in job} == {"publish"}
    assert {jobs[name]["if"] for name in ("attest", "publish", "announce")} == {"github.ref_type == 'tag'"}


def test_a_release_is_tested_on_each_python_as_a_change_is() -> None:
    jobs = [content(f".github/workflows/{name}.yml")["jobs"]["test"] for name in ("check", "release")]

    assert jobs[0]["strategy"]["matrix"] == jobs[1]["strategy"]["matrix"]
    assert jobs[0]["steps"] == jobs[1]["steps"]
