"""`--version` names the version and the commit, so that a bug report does."""

import pytest
from click.testing import CliRunner

from incident_actions import __version__
from incident_actions.cli import version
from incident_actions.cli.main import cli
from incident_actions.gateway.local.tool_build import ToolBuild

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("build", "shown"),
    [
        (ToolBuild("acme/tool", COMMIT), "commit 0123456, clean"),
        (ToolBuild("acme/tool", COMMIT, is_tagged=True, is_dirty=True), "commit 0123456, dirty"),
        (ToolBuild(), "commit unknown, built without git history"),
    ],
)
def test_the_version_has_the_commit_and_whether_files_differ_from_it(
    build: ToolBuild, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "find_build", lambda: build)

    ran = CliRunner().invoke(cli, ["--version"])

    assert (ran.exit_code, ran.output) == (0, f"incident-actions {__version__} ({shown})\n")
