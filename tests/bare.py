"""A configuration that takes from the default process only what is not chased, so that a test's own timers are all there are."""

from __future__ import annotations

KEYS = {
    "extends": "default",
    "severities": "[{label: SEV-1}, {label: SEV-2}]",
    "targets": "{assess: null, watch: null}",
    "triage": "{questions: [], rules: []}",
    "ladder": "[]",
    "checklists": "[]",
    "announcements": "[]",
    "notifications": "[]",
    "alerts": "{severities: {}}",
}


def bare(own: str) -> str:
    """The test's own keys, and none of those that would chase or say something besides."""
    said = {line.partition(":")[0] for line in own.splitlines() if line[:1].isalpha()}
    return own.rstrip("\n") + "\n" + "".join(f"{key}: {value}\n" for key, value in KEYS.items() if key not in said)
