"""The tool's action sets up what is locked, checks it by hash, and then becomes the tool, without a secret in sight."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from incident_actions.gateway.local import run_secrets
from tests.workflows.conftest import ACTION, KEEP, TOOLS, kept, start
from tests.workflows.files import content


def test_kept_packages_are_installed_by_the_first_job_and_ready_for_the_second(tool: Path) -> None:
    first = start(tool, "run", **KEEP)
    shutil.rmtree(tool.parent / "index")
    second = start(tool, "run", **KEEP)

    assert (first.stdout, first.returncode) == ("set up ['run']\n", 0)
    assert (second.stdout, second.returncode) == (first.stdout, 0)


def planted(tool: Path) -> None:
    """What another job of the same machine leaves where the tool's packages would be kept, and where they were."""
    start(tool, "run", **KEEP)
    [there] = (tool.parent / "runner/cache").rglob("needed.py")
    there.write_text("SAID = 'stolen by another job'\n")
    shutil.copytree(tool.parent / "runner/cache/incident-actions", tool.parent / "runner/temp/incident-actions")


@pytest.mark.rest
@pytest.mark.parametrize("keep", ["", "false", "1"])
def test_a_package_that_another_job_put_into_the_tool_cache_is_not_imported(tool: Path, keep: str) -> None:
    planted(tool)

    run = start(tool, "run", INCIDENT_KEEP_ENVIRONMENT=keep)

    assert (run.stdout.partition(" [")[0], run.returncode) == ("set up", 0)


@pytest.mark.rest
def test_nothing_is_kept_unless_the_machines_owner_wants_it(tool: Path) -> None:
    start(tool, "run")
    again = start(tool, "run")

    assert again.returncode == 0
    assert kept(tool) == []


@pytest.mark.rest
def test_without_keeping_nothing_comes_from_a_cache_of_the_installer_that_other_jobs_can_write(
    tool: Path, tmp_path: Path
) -> None:
    log = noting_uv(tmp_path, 'echo "$@"')

    start(tool, "run", path=f"{tmp_path}/bin:/usr/bin:/bin")
    start(tool, "run", path=f"{tmp_path}/bin:/usr/bin:/bin", **KEEP)

    anew, keeping = log.read_text().splitlines()
    assert "--no-cache" in anew
    assert "--no-cache" not in keeping


def noting_uv(place: Path, what: str) -> Path:
    """Put a uv on a path that notes something before it does its work; the file with its notes."""
    fake = place / "bin/uv"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\n{what} >> "{place}/noted"\nexec "{TOOLS}/uv" "$@"\n')
    fake.chmod(0o755)
    return place / "noted"


def test_packages_in_the_users_home_are_not_imported(tool: Path) -> None:
    main = tool / "incident_actions/__main__.py"
    main.write_text("import sys\nprint(sys.flags.no_user_site)\n")

    assert start(tool, "run").stdout == "1\n"


def test_a_package_that_is_not_the_locked_one_is_never_installed(tool: Path) -> None:
    lock = tool / "requirements.txt"
    lock.write_text(f"needed==1.0 --hash=sha256:{'0' * 64}\n")

    run = start(tool, "run", **KEEP)

    assert run.returncode == 2
    assert "::error title=incident-actions::setting up failed; what kept uv from it stands above" in run.stdout
    assert "hash" in run.stderr.lower()
    assert kept(tool) == []


def test_a_set_up_that_fails_half_way_leaves_nothing_behind_and_the_next_one_succeeds(tool: Path) -> None:
    index = tool.parent / "index"
    index.rename(tool.parent / "elsewhere")
    failed = start(tool, "run", **KEEP)
    (tool.parent / "elsewhere").rename(index)

    assert failed.returncode == 2
    assert kept(tool) == []
    assert start(tool, "run", **KEEP).returncode == 0


@pytest.mark.parametrize("cache", ["none", ""])
def test_the_jobs_own_folder_is_used_if_the_tool_cache_cannot_be_kept(tool: Path, cache: str) -> None:
    run = start(tool, "run", RUNNER_TOOL_CACHE=cache and str(tool.parent / cache), **KEEP)

    assert run.returncode == 0
    assert len(list((tool.parent / "runner/temp").rglob("needed.py"))) == 1
    assert not (tool.parent / "none").exists()


def test_other_locked_packages_are_another_environment(tool: Path) -> None:
    start(tool, "run", **KEEP)
    lock = tool / "requirements.txt"
    lock.write_text(f"# newer\n{lock.read_text()}")
    start(tool, "run", **KEEP)

    assert len(list((tool.parent / "runner/cache/incident-actions").iterdir())) == 2


SECRETS = {
    "GITHUB_TOKEN": "ghs_S3cr3t",
    "INCIDENT_APP_PRIVATE_KEY": "-----BEGIN\nS3cr3t\n",
    "INCIDENT_NOTIFY_URLS": "json://S3cr3t\n" * 5_000,  # more than a pipe holds
    "INCIDENT_SERVICES_TOKEN": "S3cr3t services",
    "INCIDENT_SIGNING_KEY": "S3cr3t \udcff key",
}
RUNNERS = {"ACTIONS_RUNTIME_TOKEN": "S3cr3t", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "S3cr3t"}


def test_installers_get_none_of_the_jobs_secrets(tool: Path, tmp_path: Path) -> None:
    noted = noting_uv(tmp_path, "env")

    run = start(tool, "run", path=f"{tmp_path}/bin:/usr/bin:/bin", **SECRETS, **RUNNERS)

    assert run.returncode == 0
    assert "S3cr3t" not in noted.read_text(errors="replace")


def test_the_tool_is_given_the_secrets_and_its_environment_holds_none(tool: Path) -> None:
    main = tool / "incident_actions/__main__.py"
    main.write_text(
        "import json, os, subprocess\n"
        "from pathlib import Path\n"
        "from incident_actions.gateway.local.run_secrets import receive_secrets\n"
        "secrets = receive_secrets()\n"
        "shown = Path('/proc/self/environ')\n"
        "environ = shown.read_text(errors='replace') if shown.exists() else str(os.environ)\n"
        "below = subprocess.run(['/bin/sh', '-c', 'env; ls -l /proc/self/fd'], capture_output=True, close_fds=False)\n"
        "print(json.dumps([secrets, 'S3cr3t' in environ, below.stdout.decode(errors='replace'), dict(os.environ)]))\n"
    )

    run = start(tool, "run", INCIDENT_APP_CLIENT_ID="Iv1", **SECRETS, **RUNNERS)

    secrets, in_sight, below, variables = json.loads(run.stdout)
    assert secrets == SECRETS
    assert not in_sight
    assert "S3cr3t" not in below
    assert variables["INCIDENT_APP_CLIENT_ID"] == "Iv1"
    assert not variables.keys() & {*SECRETS, *RUNNERS, "INCIDENT_ACTIONS_SECRETS"}


def test_every_secret_of_the_action_is_passed_on_out_of_sight() -> None:
    [step] = content(ACTION / "action.yml")["runs"]["steps"]

    secret = {name for name, value in step["env"].items() if re.search("token|key|urls", value)}
    assert secret == {*run_secrets.SECRETS}


def test_modules_in_the_checkout_are_not_imported(tool: Path) -> None:
    workspace = tool.parent / "runner/workspace"
    workspace.mkdir(parents=True)
    for name in ("needed", "hashlib", "incident_actions"):
        (workspace / f"{name}.py").write_text("raise SystemExit('mine')\n")

    assert start(tool, "run").stdout == "set up ['run']\n"


@pytest.mark.rest
def test_modules_in_the_checkout_are_not_imported_by_an_installer(tool: Path) -> None:
    workspace = tool.parent / "runner/workspace"
    workspace.mkdir(parents=True)
    (workspace / "pip.py").write_text("print('mine')\n")

    run = start(tool, "run", path="/usr/bin:/bin")

    assert "mine" not in run.stdout


def test_a_python_that_is_too_old_is_explained(tool: Path) -> None:
    script = tool / ACTION / "start.py"
    script.write_text(script.read_text().replace("NEEDED = (3, 11)", "NEEDED = (4, 0)"))

    run = start(tool, "run")

    version = ".".join(map(str, sys.version_info[:2]))
    assert run.returncode == 2
    assert run.stdout == f"::error title=incident-actions::this runner's python3 is {version}; 4.0 or newer is needed\n"


def test_the_action_passes_every_input_on_and_writes_none_into_its_script() -> None:
    action = content(ACTION / "action.yml")
    [step] = action["runs"]["steps"]

    handed = {text.removeprefix("${{ inputs.").removesuffix(" }}") for text in step["env"].values()}
    assert handed == action["inputs"].keys()
    assert "${{" not in step["run"]
    assert action["inputs"]["token"]["default"] == "${{ github.token }}"
