"""What several tests of this folder read, and what takes seconds to make."""

from pathlib import Path

import pytest

from incident_actions.gateway.repository.compiled_presets import compile_texts


@pytest.fixture(scope="package")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all texts of the tool, compiled."""
    folder = tmp_path_factory.mktemp("texts") / "compiled"
    compile_texts(folder)
    return folder
