"""Start the tool on a runner: set up the packages that it needs, then become it.

The job's secrets go to the tool by a descriptor, and stand in no environment from then on.

Written for any Python 3, so that one which is too old is told so in words. What it loads after that is for a newer one.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOL = HERE.parents[2]
NEEDED = (3, 11)
UNUSABLE = 2


def main() -> None:
    """Set up the packages, and run the command with them."""
    if sys.version_info < NEEDED:
        stop("this runner's python3 is {}.{}; {}.{} or newer is needed".format(*sys.version_info[:2], *NEEDED))
    sys.path[:0] = [str(HERE), str(TOOL)]
    import package_folders
    import package_sets

    try:
        packages = package_folders.set_up(package_sets.needed(sys.argv[1:], os.environ))
    except (OSError, package_folders.SetUpFailed) as why:
        stop("setting up failed; {}".format(why))
    from incident_actions.gateway.local.run_secrets import exec_with_secrets

    paths = os.pathsep.join([str(TOOL), *packages])
    ours = {"PYTHONPATH": paths, "PYTHONNOUSERSITE": "1"}  # nothing from the user's home, where other jobs can write
    exec_with_secrets(sys.executable, ["-P", "-m", "incident_actions", *sys.argv[1:]], {**os.environ, **ours})


def stop(why: str) -> None:
    """Say why nothing can be done, as an annotation of the run, and end."""
    print("::error title=incident-actions::{}".format(why))
    sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()
