"""The tool's own templates, compiled ahead: a run would otherwise compile those that it fills, each time anew.

They are beside the packages that the tool imports, and as trustworthy: who can write there can change what runs.
Jinja compares each with the text that it was compiled from, and compiles a template that changed since.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket

COMPILED = Path(jinja2.__file__).parents[1] / "incident_actions_texts"


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Keeps compiled templates in a directory."""

    def __init__(self, directory: Path = COMPILED) -> None:
        super().__init__(str(directory), pattern="%s.jinja")


class ReadOnlyTemplates(CompiledTemplates):
    """Reads compiled templates, and leaves the directory as it is. The packages may be in a zip file."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a compiled template, if there is one."""
        with suppress(OSError):
            bucket.bytecode_from_string(read_beside_jinja(self._get_cache_filename(bucket)))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Forget what a run compiled."""


def read_beside_jinja(path: str) -> bytes:
    """Read a file beside Jinja as Jinja itself was read: from a folder, or from a zip file. Raises OSError."""
    loader: Any = jinja2.__spec__.loader
    return bytes(loader.get_data(path))
