"""The annotations of a run, read from its log as a runner reads them."""

import re
from dataclasses import dataclass, field

_COMMAND = re.compile(r"^[ \t]*::(error|warning|notice)(?: ([^\r\n]*?))?::([^\r\n]*)", re.MULTILINE)
_ESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
"""https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs"""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: its level, its message, and its properties (`file`, `line`, `title`)."""

    level: str
    words: str
    of: dict[str, str] = field(default_factory=dict)


def read(output: str) -> list[Annotation]:
    """Return the annotations in a log.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
    """
    return [Annotation(level, _whole(words), _properties(of)) for level, of, words in _COMMAND.findall(output)]


def _properties(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(",") if "=" in each)
    return {name.strip(): _whole(value) for name, _, value in pairs}


def _whole(text: str) -> str:
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda found: _ESCAPED[found[0]], text)
