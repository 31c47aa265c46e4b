"""Record in each wheel and sdist which commit it is built from, so that `init` can pin workflows to that commit."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]  # hatchling imports this file from anywhere

from incident_actions.gateway.local.tool_build import NAME, inspect_checkout, to_record  # noqa: E402  as above

WHEEL_PLACE = f"incident_actions/adopt/{NAME}"
"""Where an installed package has the record; in an sdist it is in the root."""

NO_COMMIT = (
    "This folder has no git history, so the package can't name the commit that it is built from."
    " `incident-actions init` from it needs `--source OWNER/NAME@COMMIT`."
)


class CommitRecordHook(BuildHookInterface[Any]):
    """Adds the record to what is built. An editable install has none, because it follows its checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the record to a folder aside, or take the one that an sdist brought."""
        if version == "editable":
            return
        record = Path(self.root, NAME)
        if not record.is_file():
            self.aside = tempfile.TemporaryDirectory()
            record = Path(self.aside.name, NAME)
            record.write_text(self._describe(), encoding="utf-8")
        build_data["force_include"][str(record)] = WHEEL_PLACE if self.target_name == "wheel" else NAME

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  hatchling's signature
        """Remove the folder aside."""
        if aside := getattr(self, "aside", None):
            aside.cleanup()

    def _describe(self) -> str:
        build = inspect_checkout(Path(self.root), str(self.metadata.version))
        if not build.commit:
            self.app.display_warning(NO_COMMIT)
        return to_record(build)
