"""A set of packages comes as an archive of the release, if it is the very one that the tool's commit names."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import archives
import pytest

from tests.workflows.conftest import ACTION, KEEP, TOOLS, index, make_tool, start

LIST = ACTION / "archives.json"
PLATFORM = EXTENSION_SUFFIXES[0].removeprefix(".").removesuffix(".so")
RUN = "set up ['run']\n"
MODULES = (
    "runs/__init__",
    "cli/__init__",
    "cli/check",
    "cli/clock",
    "cli/main",
    "cli/program",
    "cli/quick_run",
    "cli/run",
    "cli/sweep",
)
TEXTS = """
def compile_texts(place):
    place.mkdir()
    (place / "one.jinja").write_text("compiled")
"""
FALLS_BACK = "and the package index is instead"


class Release:
    """A server with the files of a release, which can be as unkind as servers are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.change: Callable[[bytes], bytes] = bytes
        self.delay = 0.0
        release = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                release.asked.append(self.path)
                file = release.folder / self.path[1:]
                if not file.is_file():
                    self.send_error(404)
                    return
                content = file.read_bytes()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                for piece in _pieces(release.change(content), 64 if release.delay else len(content)):
                    time.sleep(release.delay)
                    self.wfile.write(piece)

            def log_message(self, *given: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Stop the server."""
        self.server.shutdown()
        self.server.server_close()


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), max(size, 1)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tool, its index, and its release."""
    place = tmp_path_factory.mktemp("built")
    package = make_tool(place) / "incident_actions"
    for name in MODULES:
        file = package / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    (package / "gateway/repository").mkdir()
    (package / "gateway/repository/__init__.py").touch()
    (package / "gateway/repository/compiled_presets.py").write_text(TEXTS)
    build(place / "tool", place / "release", "http://127.0.0.1:9")
    return place


@pytest.fixture
def tool(built: Path, tmp_path: Path) -> Path:
    """A tool whose release has archives."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "tool"


@pytest.fixture
def release(tool: Path) -> Iterator[Release]:
    """A server with the release, whose archives the tool's commit names."""
    release = Release(tool.parent / "release")
    listed = json.loads((release.folder / "archives.json").read_text())
    (tool / LIST).write_text(json.dumps({**listed, "address": release.address}))
    yield release
    release.close()


def build(tool: Path, folder: Path, address: str) -> None:
    """Build the archives for this Python, from the tool's index."""
    subprocess.run(
        [sys.executable, "-I", tool / ACTION / "build_archives.py", folder, address],
        env={"PATH": f"{TOOLS}{os.pathsep}/usr/bin:/bin", **index(tool)},
        check=True,
    )


def without_index(tool: Path) -> None:
    """Take the package index away: only an archive can bring packages now."""
    (tool.parent / "index").rename(tool.parent / "elsewhere")


def list_archive(tool: Path, release: Release, content: bytes) -> None:
    """Put other bytes in the place of the core's archive, as if the commit named them."""
    [file] = release.folder.glob(f"core-*-{PLATFORM}.zip")
    file.write_bytes(content)
    entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (tool / LIST).write_text(json.dumps({"address": release.address, "archives": {file.name: entry}}))


def brought(tool: Path) -> list[str]:
    """Return what the runner's folders hold of archives."""
    return sorted(file.parent.name for file in (tool.parent / "runner").rglob(archives.ZIP))


def test_packages_come_from_the_release_and_nothing_is_installed(tool: Path, release: Release) -> None:
    without_index(tool)

    run = start(tool, "run")

    assert (run.stdout, run.stderr, run.returncode) == (RUN, "", 0)
    assert brought(tool) == ["core"]


def test_a_set_that_the_job_asks_for_comes_from_the_release_too(tool: Path, release: Release) -> None:
    without_index(tool)

    run = start(tool, "check", INCIDENT_NOTIFY_URLS="json://127.0.0.1/x")

    assert (run.stdout, run.returncode) == ("set up ['check'] holidays notifications\n", 0)
    assert brought(tool) == ["core", "holidays", "notifications"]


def test_the_tools_own_modules_are_compiled_already_and_a_changed_one_is_compiled_anew(
    tool: Path, release: Release
) -> None:
    main = tool / "incident_actions/cli/main.py"
    (tool / "incident_actions/__main__.py").write_text(
        "from incident_actions.cli import main\nprint(main.__cached__)\n"
    )
    before = start(tool, "run")
    main.write_text("print('newer')\n")

    after = start(tool, "run")

    assert Path(before.stdout.strip()).parent.is_symlink()
    assert after.stdout.splitlines()[0] == "newer"


@pytest.mark.rest
def test_the_same_sources_make_the_same_archives_wherever_they_are(
    tool: Path, release: Release, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "place"
    shutil.copytree(tool, other, ignore=shutil.ignore_patterns("__pycache__"))
    (other.parent / "index").symlink_to(tmp_path / "index")

    build(other, tmp_path / "again", "http://127.0.0.1:9")

    assert (tmp_path / "again/archives.json").read_text() == (release.folder / "archives.json").read_text()


def test_an_archive_with_another_digest_is_reported_and_not_used(tool: Path, release: Release) -> None:
    release.change = lambda content: content[:-1] + bytes([content[-1] ^ 1])

    run = start(tool, "run")

    *_, warning, said = run.stdout.splitlines()
    assert warning.startswith("::warning title=incident-actions::core-")
    assert FALLS_BACK in warning
    assert "its SHA-256 is" in warning
    assert (said, run.returncode) == (RUN.strip(), 0)
    assert brought(tool) == []


@pytest.mark.parametrize(
    "name", ["../outside.py", "unpacked/../../outside.py", "unpacked//etc/outside.py", "compiled/../../outside.py"]
)
@pytest.mark.rest
def test_an_archive_with_a_file_outside_of_its_folder_is_not_used(tool: Path, release: Release, name: str) -> None:
    evil = tool.parent / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr(name, "evil")
    list_archive(tool, release, evil.read_bytes())

    run = start(tool, "run")

    assert run.returncode == 0
    assert f"it has a file outside of its folder: {name!r}" in run.stdout
    assert [*(tool.parent / "runner").rglob("outside.py")] == []


def test_a_listed_archive_that_is_none_is_not_used(tool: Path, release: Release) -> None:
    list_archive(tool, release, b"<html>this is a page")

    run = start(tool, "run")

    assert (FALLS_BACK in run.stdout, run.stdout.splitlines()[-1], run.returncode) == (True, RUN.strip(), 0)


def test_a_truncated_archive_is_not_used(tool: Path, release: Release) -> None:
    release.change = lambda content: content[:100]

    run = start(tool, "run")

    installing, said = run.stdout.splitlines()
    assert installing.startswith("Installing from the package index, because core-")
    assert (said, run.returncode) == (RUN.strip(), 0)


@pytest.mark.parametrize(("delay", "constant"), [(0.05, "PATIENCE = 10"), (2.0, "SILENCE = 4")], ids=["slow", "silent"])
def test_a_server_that_takes_too_long_is_given_up(tool: Path, release: Release, delay: float, constant: str) -> None:
    script = tool / ACTION / "archives.py"
    script.write_text(script.read_text().replace(constant, f"{constant.split(maxsplit=1)[0]} = 0.2"))
    release.delay = delay

    run = start(tool, "run")

    assert "did not come: TimeoutError" in run.stdout
    assert (run.stdout.splitlines()[-1], run.returncode) == (RUN.strip(), 0)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nothing", ""], ids=["refused", "not an address", "empty"])
@pytest.mark.rest
def test_a_server_that_cannot_be_reached_is_done_without(tool: Path, release: Release, address: str) -> None:
    listed = json.loads((tool / LIST).read_text())
    (tool / LIST).write_text(json.dumps({**listed, "address": address}))

    run = start(tool, "run")

    assert (run.stdout.splitlines()[-1], run.returncode) == (RUN.strip(), 0)


def test_a_python_without_an_archive_installs_and_asks_no_server(tool: Path, release: Release) -> None:
    text = (tool / LIST).read_text()
    (tool / LIST).write_text(text.replace(PLATFORM, "cpython-399-other"))

    run = start(tool, "run")

    assert (run.stdout, run.returncode, release.asked) == (RUN, 0, [])


def test_newer_locked_packages_have_no_archive_of_older_ones(tool: Path, release: Release) -> None:
    file = tool / "requirements.txt"
    file.write_text(f"# newer\n{file.read_text()}")

    run = start(tool, "run")

    assert (run.stdout, run.returncode, release.asked) == (RUN, 0, [])


def test_a_mirror_stands_for_the_release(tool: Path, release: Release, tmp_path: Path) -> None:
    mirror = Release(release.folder)
    without_index(tool)

    run = start(tool, "run", INCIDENT_ARCHIVES=f"{mirror.address}/")

    mirror.close()
    assert (run.stdout, run.returncode) == (RUN, 0)
    assert (len(mirror.asked), release.asked) == (1, [])


def test_a_runner_can_do_without_archives(tool: Path, release: Release) -> None:
    run = start(tool, "run", INCIDENT_ARCHIVES="none")

    assert (run.stdout, run.returncode, release.asked) == (RUN, 0, [])


def test_two_jobs_at_once_keep_one_whole_set_each(tool: Path, release: Release) -> None:
    without_index(tool)

    with ThreadPoolExecutor() as pool:
        runs = [*pool.map(lambda _: start(tool, "run", **KEEP), range(4))]

    assert [(run.stdout, run.returncode) for run in runs] == [(RUN, 0)] * 4
    assert len([*(tool.parent / "runner/cache/incident-actions").iterdir()]) == 1


def test_a_kept_archive_is_downloaded_once(tool: Path, release: Release) -> None:
    start(tool, "run", **KEEP)

    run = start(tool, "run", **KEEP)

    assert (run.stdout, run.returncode, len(release.asked)) == (RUN, 0, 1)


def test_a_kept_installation_has_the_tool_compiled_too(tool: Path, release: Release) -> None:
    (tool / "incident_actions/__main__.py").write_text(
        "from incident_actions.cli import main\nprint(main.__cached__)\n"
    )

    run = start(tool, "run", **KEEP, INCIDENT_ARCHIVES="none")

    [folder] = (tool.parent / "runner/cache/incident-actions").iterdir()
    assert Path(run.stdout.strip()).resolve().is_relative_to(folder / "compiled")
    assert (folder / "incident_actions_texts/one.jinja").read_text() == "compiled"


def test_a_runner_without_a_place_to_write_is_explained(tool: Path, release: Release) -> None:
    run = start(tool, "run", RUNNER_TEMP="/nowhere")

    assert run.returncode == 2
    assert run.stdout.startswith("::error title=incident-actions::setting up failed; [Errno 2]")
    assert run.stderr == ""
