"""What a cancelled run leaves behind: nothing but an exit code and a line."""

import subprocess
import sys

from incident_actions.cli.cancellation import CANCELLED, ENDING

SWALLOWING = """
import os, signal
from incident_actions.cli.cancellation import end_when_cancelled

end_when_cancelled()
try:
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        pass
except BaseException:
    print("went on")
"""


def test_a_cancelled_run_ends_even_inside_of_code_that_catches_everything() -> None:
    done = subprocess.run([sys.executable, "-c", SWALLOWING], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (CANCELLED, b"", ENDING)
