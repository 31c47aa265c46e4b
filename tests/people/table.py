"""Who may do what, written by hand: the table that the permission matrix holds the tool to."""

from __future__ import annotations

from typing import NamedTuple

COLUMNS = ("read", "triage", "write", "maintain", "admin", "nobody")
"""What a command may need. `nobody`: the configuration switches it off."""

NEEDS = {
    "read": ("help",),
    "triage": ("declare", "note", "update"),
    "write": (
        "sev", "ack", "status", "started", "detected", "time", "ic", "comms", "tech", "scribe", "role", "take",
        "affects", "impact", "rollback", "hotfix", "action", "postmortem", "duplicate", "false-alarm", "reopen", "mitigated",
        "resolve", "due", "owner", "snooze", "done", "drop", "publish", "page", "escalate", "cadence", "handoff", "room",
        "replay", "freeze", "unfreeze", "link", "hide", "star", "private", "maintenance", "drill",
        "selftest", "reviewed",
    ),
    "maintain": ("accept",),
}  # fmt: skip
"""Every command under the role that the default process asks for it."""

OVERRIDDEN = {
    "read": ("ack", "note", "due", "room"),
    "triage": ("sev", "status", "started", "snooze", "page"),
    "write": ("detected", "time", "ic", "comms", "affects", "help", "cadence"),
    "maintain": (
        "tech",
        "scribe",
        "role",
        "update",
        "owner",
        "declare",
        "publish",
        "replay",
        "maintenance",
        "drill",
        "selftest",
    ),
    "admin": (
        "accept",
        "freeze",
        "unfreeze",
        "link",
        "hide",
        "star",
        "private",
        "take",
        "impact",
        "rollback",
        "hotfix",
        "resolve",
        "done",
        "handoff",
        "reviewed",
    ),
    "nobody": ("action", "postmortem", "duplicate", "false-alarm", "reopen", "mitigated", "drop", "escalate"),
}
"""Every command under a role that some configuration asks for it."""

# `role` is GitHub's name for what somebody was granted, `(triage)` what a custom role is built on; `taken for` is what
# the tool must make of it. `lie` is the author_association of their comments: it must not matter.
# yes: carried out · no: refused, with both roles named · ?: could not check · -: not heard
TABLE = """
who                  | role             | taken for | lie          | read | triage | write | maintain | admin | nobody
---------------------|------------------|-----------|--------------|------|--------|-------|----------|-------|-------
nobody of ours       | none             | none      | OWNER        | no   | no     | no    | no       | no    | no
reader               | read             | read      | OWNER        | yes  | no     | no    | no       | no    | no
triager              | triage           | triage    | OWNER        | yes  | yes    | no    | no       | no    | no
writer               | write            | write     | NONE         | yes  | yes    | yes   | no       | no    | no
maintainer           | maintain         | maintain  | NONE         | yes  | yes    | yes   | yes      | no    | no
administrator        | admin            | admin     | NONE         | yes  | yes    | yes   | yes      | yes   | no
custom on read       | auditor (read)   | read      | MEMBER       | yes  | no     | no    | no       | no    | no
custom on triage     | on-call (triage) | triage    | FIRST_TIMER  | yes  | yes    | no    | no       | no    | no
custom on write      | deployer (write) | write     | NONE         | yes  | yes    | yes   | no       | no    | no
custom on maintain   | lead (maintain)  | maintain  | NONE         | yes  | yes    | yes   | yes      | no    | no
granted by a team    | write            | write     | NONE         | yes  | yes    | yes   | no       | no    | no
outside collaborator | triage           | triage    | COLLABORATOR | yes  | yes    | no    | no       | no    | no
private member       | maintain         | maintain  | CONTRIBUTOR  | yes  | yes    | yes   | yes      | no    | no
mere member          | none             | none      | MEMBER       | no   | no     | no    | no       | no    | no
deleted since        | admin            | none      | OWNER        | no   | no     | no    | no       | no    | no
deleted, no name     | admin            | none      | OWNER        | no   | no     | no    | no       | no    | no
bot                  | admin            | none      | OWNER        | -    | -      | -     | -        | -     | -
not told: 500        | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: limit      | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: hung up    | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: no time    | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: half JSON  | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: no JSON    | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: a list     | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: null       | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: no role    | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
not told: odd role   | admin            | unknown   | OWNER        | ?    | ?      | ?     | ?        | ?     | ?
"""


class Row(NamedTuple):
    """One line of the table."""

    who: str
    role: str
    built_on: str
    taken_for: str
    lie: str | None
    cells: dict[str, str]

    @property
    def login(self) -> str:
        """A login for them."""
        return "".join(each if each.isalnum() else "-" for each in self.who).replace("--", "-")


def rows() -> tuple[Row, ...]:
    """The table as values."""
    _, _, *lines = TABLE.strip().splitlines()
    return tuple(_row([cell.strip() for cell in line.split("|")]) for line in lines)


def _row(cells: list[str]) -> Row:
    who, granted, taken_for, lie, *verdicts = cells
    role, _, built_on = granted.partition(" ")
    return Row(who, role, built_on.strip("()"), taken_for, lie, dict(zip(COLUMNS, verdicts, strict=True)))
