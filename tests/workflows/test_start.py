"""The tool's action sets up what is locked, checks it by hash, keeps it, and then becomes the tool."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.workflows.files import ROOT, content

ACTION = Path(".github/actions/incident-actions")
TOOLS = Path(sys.executable).parent


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """A tool that needs one small package, which lies beside it, and says what it was started with."""
    place = tmp_path / "tool"
    shutil.copytree(ROOT / ACTION, place / ACTION)
    wheel = _wheel(tmp_path / "index")
    package = place / "incident_actions"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import os, sys, needed\nprint(needed.SAID, sys.argv[1:], os.getcwd())\n")
    (place / "requirements.txt").write_text(f"needed==1.0 --hash=sha256:{_sha256(wheel)}\n")
    return place


def _wheel(index: Path) -> Path:
    index.mkdir()
    files = {
        "needed.py": "SAID = 'set up'\n",
        "needed-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: needed\nVersion: 1.0\n",
        "needed-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    wheel = index / "needed-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        record = "".join(f"{name},sha256={_record_hash(text)},{len(text)}\n" for name, text in files.items())
        archive.writestr("needed-1.0.dist-info/RECORD", f"{record}needed-1.0.dist-info/RECORD,,\n")
    return wheel


def _record_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def start(
    tool: Path, *arguments: str, path: str = f"{TOOLS}{os.pathsep}/usr/bin:/bin", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Start the tool as the action does, with an index of packages that is a folder."""
    runner = tool.parent / "runner"
    for name in ("cache", "temp", "workspace"):
        (runner / name).mkdir(parents=True, exist_ok=True)
    index = {"UV_FIND_LINKS": str(tool.parent / "index"), "UV_OFFLINE": "1", "UV_NO_CACHE": "1", "PIP_NO_INDEX": "1"}
    places = {"RUNNER_TOOL_CACHE": str(runner / "cache"), "RUNNER_TEMP": str(runner / "temp")}
    return subprocess.run(
        [sys.executable, "-I", tool / ACTION / "start.py", *arguments],
        cwd=runner / "workspace",
        env={"PATH": path, **index, **places, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def kept(tool: Path) -> list[str]:
    """What lies in the runner's tool cache."""
    return [path.name for path in sorted((tool.parent / "runner/cache/incident-actions").rglob("needed*"))]


def test_the_first_job_sets_up_and_the_second_finds_it_ready(tool: Path) -> None:
    first = start(tool, "run")
    shutil.rmtree(tool.parent / "index")
    second = start(tool, "run")

    workspace = tool.parent / "runner/workspace"
    assert (first.stdout, first.returncode) == (f"set up ['run'] {workspace}\n", 0)
    assert (second.stdout, second.returncode) == (first.stdout, 0)


def test_a_package_that_is_not_the_locked_one_is_never_installed(tool: Path) -> None:
    lock = tool / "requirements.txt"
    lock.write_text(f"needed==1.0 --hash=sha256:{'0' * 64}\n")

    run = start(tool, "run")

    assert run.returncode == 2
    assert "::error title=incident-actions::setting up failed; what kept uv from it stands above" in run.stdout
    assert "hash" in run.stderr.lower()
    assert kept(tool) == []


def test_a_set_up_that_fails_half_way_leaves_nothing_behind_and_the_next_one_succeeds(tool: Path) -> None:
    index = tool.parent / "index"
    index.rename(tool.parent / "elsewhere")
    failed = start(tool, "run")
    (tool.parent / "elsewhere").rename(index)

    assert failed.returncode == 2
    assert kept(tool) == []
    assert start(tool, "run").returncode == 0


def test_where_the_tool_cache_cannot_be_kept_the_jobs_own_folder_is_used(tool: Path) -> None:
    run = start(tool, "run", RUNNER_TOOL_CACHE=str(tool.parent / "none"))

    assert run.returncode == 0
    assert (tool.parent / "runner/temp/incident-actions").is_dir()
    assert not (tool.parent / "none").exists()


def test_other_locked_packages_are_another_environment(tool: Path) -> None:
    start(tool, "run")
    lock = tool / "requirements.txt"
    lock.write_text(f"# newer\n{lock.read_text()}")
    start(tool, "run")

    assert len(list((tool.parent / "runner/cache/incident-actions").iterdir())) == 2


def test_installers_get_none_of_the_jobs_secrets(tool: Path, tmp_path: Path) -> None:
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "uv").write_text(f'#!/bin/sh\nenv > "{tmp_path}/given"\nexec "{TOOLS}/uv" "$@"\n')
    (fake / "uv").chmod(0o755)

    secrets = {"GITHUB_TOKEN": "ghs_secret", "INCIDENT_SIGNING_KEY": "secret", "ACTIONS_RUNTIME_TOKEN": "secret"}
    run = start(tool, "run", path=f"{fake}:/usr/bin:/bin", **secrets)

    assert run.returncode == 0
    assert "secret" not in (tmp_path / "given").read_text()


def test_nothing_of_the_checkout_is_imported(tool: Path) -> None:
    workspace = tool.parent / "runner/workspace"
    workspace.mkdir(parents=True)
    for name in ("needed", "hashlib", "incident_actions"):
        (workspace / f"{name}.py").write_text("raise SystemExit('mine')\n")

    assert start(tool, "run").stdout == f"set up ['run'] {workspace}\n"


def test_a_python_that_is_too_old_is_told_in_words(tool: Path) -> None:
    script = tool / ACTION / "start.py"
    script.write_text(script.read_text().replace("NEEDED = (3, 11)", "NEEDED = (4, 0)"))

    run = start(tool, "run")

    version = ".".join(map(str, sys.version_info[:2]))
    assert run.returncode == 2
    assert run.stdout == f"::error title=incident-actions::this runner's python3 is {version}; 4.0 or newer is needed\n"


def test_the_action_hands_every_input_on_and_writes_none_into_its_script() -> None:
    action = content(ACTION / "action.yml")
    [step] = action["runs"]["steps"]

    handed = {text.removeprefix("${{ inputs.").removesuffix(" }}") for text in step["env"].values()}
    assert handed == action["inputs"].keys()
    assert "${{" not in step["run"]
    assert action["inputs"]["token"]["default"] == "${{ github.token }}"
