"""Links of a transcript: whatever leads into the sandbox, which is gone later, leads to the same thing on the page."""

import re
from dataclasses import dataclass

LINK = r"\[((?:[^\[\]\n]|\[[^\]\n]*\])*)\]\({address}[^)\s]*\)"


@dataclass(frozen=True, slots=True)
class LocalLinks:
    """Replaces the links into one repository of a sandbox; `path` is the post-mortem's file there."""

    address: str
    repository: str
    path: str

    def replace_in(self, text: str) -> str:
        """Return a text whose links stay on the page; a link to anything else in the sandbox becomes its text."""
        place = re.escape(f"{self.address}/{self.repository}/")
        text = re.sub(rf"{place}(?:issues|pull)/\d+#(issuecomment-\d+)", r"#\1", text)
        text = re.sub(rf"{place}(?:issues|pull)/(\d+)(?![\w/])", r"#issue-\1", text)
        text = re.sub(rf"{place}(?:blob|edit)/[^)\s#]*?{re.escape(self.path)}", "#post-mortem", text)
        return re.sub(LINK.format(address=re.escape(self.address)), r"\1", text)
