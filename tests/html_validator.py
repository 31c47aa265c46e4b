"""A validator that others wrote: html-validate, by the rules of the HTML standard."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which

import pytest

COMMAND = Path(__file__).parents[1] / ".venv/node/node_modules/.bin/html-validate"
RULES = {"extends": ["html-validate:standard"], "root": True}
OLD_ATTRIBUTE = "no-deprecated-attr"
"""The rule that a page breaks where GitHub's own does: the columns of a table in Markdown are aligned by `align`."""


def find_html_mistakes(pages: Mapping[str, str], folder: Path, *but: str) -> list[str]:
    """Return what is not valid HTML in pages, which are written into a folder: where, and what it is.

    `but` are rules that these pages break on purpose.
    """
    if not (which("node") and COMMAND.exists()):
        pytest.skip("`make test-rest` installs node and html-validate")
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES | {"rules": dict.fromkeys(but, "off")}))
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [str(COMMAND), "--formatter", "json", *pages], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr
    return [
        f"{Path(each['filePath']).name}:{found['line']}:{found['column']} {found['message']}"
        for each in json.loads(ran.stdout)
        for found in each["messages"]
    ]
