"""The content of a file, as the contents API returns it."""

from __future__ import annotations

import base64
from typing import Any


def decode_file(answer: Any) -> str:
    """Return a file's text; bytes that are not UTF-8 become replacement characters.

    https://docs.github.com/en/rest/repos/contents#get-repository-content
    """
    return base64.b64decode(answer["content"]).decode("utf-8", errors="replace")


def read_file(answer: Any) -> str:
    """Return a file's text to be written back; raises UnicodeDecodeError."""
    return base64.b64decode(answer["content"]).decode("utf-8")
