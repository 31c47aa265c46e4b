"""Start the tool on a runner: set up what it needs where that is not there yet, then become it.

Each job sets up anew, by hashes; uv makes that a matter of a second. What an earlier job left is not used, since any
job of the machine may have written it: not the runner's tool cache, and no Actions cache, which any job of the default
branch can write. A machine that runs no other jobs may keep the packages from one job to the next: by
INCIDENT_KEEP_ENVIRONMENT=true in the `.env` file of its runner.

The job's secrets go to the tool by a descriptor, and stand in no environment from then on.

Written for any Python 3, so that one which is too old is told so in words.
"""

import os
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[3]
NEEDED = (3, 11)
UNUSABLE = 2
SECRET = ("GITHUB_TOKEN", "INCIDENT_", "ACTIONS_")
KEEP = "INCIDENT_KEEP_ENVIRONMENT"


def main() -> None:
    """Find or make the environment, and run the command in it."""
    if sys.version_info < NEEDED:
        stop("this runner's python3 is {}.{}; {}.{} or newer is needed".format(*sys.version_info[:2], *NEEDED))
    paths = os.pathsep.join((str(TOOL), str(environment())))
    ours = {"PYTHONPATH": paths, "PYTHONNOUSERSITE": "1"}  # nothing from the user's home, where other jobs can write
    sys.path.insert(0, str(TOOL))
    from incident_actions.gateway.local.run_secrets import exec_with_secrets

    exec_with_secrets(sys.executable, ["-P", "-m", "incident_actions", *sys.argv[1:]], {**os.environ, **ours})


def environment() -> Path:
    """Where the packages are: of this job alone, or kept where the machine's owner wants that."""
    if keeps():
        return cached_packages(Path(os.environ["RUNNER_TOOL_CACHE"]))
    import tempfile

    aside = Path(tempfile.mkdtemp(dir=os.environ.get("RUNNER_TEMP")))
    install(aside / "packages", aside)
    return aside / "packages"


def keeps() -> bool:
    """Whether packages are kept from job to job, and can be."""
    cache = os.environ.get("RUNNER_TOOL_CACHE", "")
    return os.environ.get(KEEP) == "true" and bool(cache) and os.access(cache, os.W_OK)


def cached_packages(cache: Path) -> Path:
    """Return the packages in a cache, installed whole first and then moved into place, so that two jobs never mix."""
    ready = cache / "incident-actions" / key()
    if not ready.is_dir():
        import tempfile

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


def key() -> str:
    """What the packages depend on: their locked list, and the Python they are for."""
    import hashlib

    lock = (TOOL / "requirements.txt").read_bytes()
    python = "{} {} {}".format(sys.version, sys.executable, os.uname().machine)
    return hashlib.sha256(lock + python.encode()).hexdigest()[:16]


def install(target: Path, aside: Path) -> None:
    """Bring the locked packages: wheels alone, each checked by its hash, so that nothing of them runs here."""
    call(
        uv(aside), "pip", "install", "--quiet", "--no-config", *(() if keeps() else ("--no-cache",)),
        "--python", sys.executable,
        "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--target", str(target), "--requirement", str(TOOL / "requirements.txt"),
    )  # fmt: skip


def uv(aside: Path) -> str:
    """The runner's own uv, else one brought by pip: installing with pip alone takes four times as long."""
    import shutil

    found = shutil.which("uv")
    if found:
        return found
    call(
        sys.executable, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--root-user-action", "ignore", "--no-compile", "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--target", str(aside / "uv"), "--requirement", str(TOOL / "requirements-uv.txt"),
    )  # fmt: skip
    return str(aside / "uv" / "bin" / "uv")


def call(*command: str) -> None:
    """Run an installer, which gets none of the job's secrets."""
    import subprocess

    ours = {name: value for name, value in os.environ.items() if not name.startswith(SECRET)}
    if subprocess.call(command, env=ours):
        stop("setting up failed; what kept {} from it stands above".format(Path(command[0]).name))


def stop(why: str) -> None:
    """Say why nothing can be done, as an annotation of the run, and end."""
    print("::error title=incident-actions::{}".format(why))
    sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()
