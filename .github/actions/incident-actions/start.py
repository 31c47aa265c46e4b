"""Start the tool on a runner: set up what it needs where that is not there yet, then become it.

What it needs is kept in the runner's tool cache under a name made of the locked requirements and the Python, so a
runner that lives on sets it up once. GitHub's own runners forget; there uv makes the set-up a matter of a second. No
Actions cache: any job of the default branch can write one, and what is restored from it is not checked by hash.

Written for any Python 3, so that one which is too old is told so in words.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOL = Path(__file__).resolve().parents[3]
NEEDED = (3, 11)
UNUSABLE = 2
SECRET = ("GITHUB_TOKEN", "INCIDENT_", "ACTIONS_")


def main() -> None:
    """Find or make the environment, and run the command in it."""
    if sys.version_info < NEEDED:
        stop("this runner's python3 is {}.{}; {}.{} or newer is needed".format(*sys.version_info[:2], *NEEDED))
    packages = environment()
    paths = os.pathsep.join((str(TOOL), str(packages)))
    command = [sys.executable, "-P", "-m", "incident_actions", *sys.argv[1:]]
    sys.stdout.flush()
    os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": paths})  # noqa: S606  no shell is wanted


def environment() -> Path:
    """Where the packages are; made whole first and then moved into place, so that no two jobs meet in it."""
    ready = kept_in() / "incident-actions" / key()
    if not ready.is_dir():
        ready.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=str(ready.parent)) as aside:
            made = Path(aside) / "packages"
            install(made, Path(aside))
            try:
                made.rename(ready)
            except OSError:
                if not ready.is_dir():  # else another job was faster, and theirs is as good
                    raise
    return ready


def kept_in() -> Path:
    """The runner's tool cache where it can be written to, else what is thrown away after the job."""
    cache = os.environ.get("RUNNER_TOOL_CACHE", "")
    if cache and os.access(cache, os.W_OK):
        return Path(cache)
    return Path(os.environ.get("RUNNER_TEMP") or tempfile.gettempdir())


def key() -> str:
    """What the packages depend on: their locked list, and the Python they are for."""
    lock = (TOOL / "requirements.txt").read_bytes()
    python = "{} {} {}".format(sys.version, sys.executable, os.uname().machine)
    return hashlib.sha256(lock + python.encode()).hexdigest()[:16]


def install(target: Path, aside: Path) -> None:
    """Bring the locked packages: wheels alone, each checked by its hash, so that nothing of them runs here."""
    call(
        uv(aside), "pip", "install", "--quiet", "--no-config", "--python", sys.executable,
        "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--target", str(target), "--requirement", str(TOOL / "requirements.txt"),
    )  # fmt: skip


def uv(aside: Path) -> str:
    """The runner's own uv, else one brought by pip: installing with pip alone takes four times as long."""
    found = shutil.which("uv")
    if found:
        return found
    call(
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--root-user-action", "ignore", "--no-compile", "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--target", str(aside / "uv"), "--requirement", str(TOOL / "requirements-uv.txt"),
    )  # fmt: skip
    return str(aside / "uv" / "bin" / "uv")


def call(*command: str) -> None:
    """Run an installer, which gets none of the job's secrets."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(SECRET)}
    if subprocess.call(command, env=ours):
        stop("setting up failed; what kept {} from it stands above".format(Path(command[0]).name))


def stop(why: str) -> None:
    """Say why nothing can be done, as an annotation of the run, and end."""
    print("::error title=incident-actions::{}".format(why))
    sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()
