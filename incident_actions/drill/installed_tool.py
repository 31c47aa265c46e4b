"""This installation of incident-actions, as a sandbox runs it."""

import os
import subprocess
import sys

from incident_actions.gateway.local.run_secrets import separate_secrets
from incident_actions.gateway.repository import tool_files
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.sandbox import Job, Tool
from incident_actions.sandbox.runners import inherited_environment
from incident_actions.setup.source import Source

SOURCE = Source("incident-actions/incident-actions", "0" * 40)
"""The commit that a sandbox's repositories adopt; the sandbox runs the installed files, whichever commit they name."""

VARIABLE_PREFIXES = ("INCIDENT_",)


def start_process(job: Job, log: int) -> subprocess.Popen[bytes]:
    """Start the command line for a job, with its secrets in a descriptor, as the tool's action starts it."""
    inherited = inherited_environment(VARIABLE_PREFIXES)
    inherited["PYTHONPATH"] = os.pathsep.join(filter(None, (inherited.get("PYTHONPATH"), str(PACKAGE.parent))))
    environment, secrets = separate_secrets(inherited | job.environment)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "incident_actions", *job.command],
            cwd=job.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(secrets,),
        )
    finally:
        os.close(secrets)


INSTALLED_TOOL = Tool(
    repository=SOURCE.repository,
    command="incident-actions",
    action=tool_files.ACTION,
    github_files=tool_files.GITHUB,
    start=start_process,
    time_variable="INCIDENT_ACTIONS_NOW",
    start_variable="INCIDENT_ACTIONS_BEGAN",
    sleeping_command="clock",
    variable_prefixes=VARIABLE_PREFIXES,
)
