"""A configuration with no timers or texts of the default process, so that a test's own are all there are."""

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


def only_own_timers(own: str) -> str:
    """Return the test's own keys, and none of the default process that would remind people or post anything."""
    said = {line.partition(":")[0] for line in own.splitlines() if line[:1].isalpha()}
    return own.rstrip("\n") + "\n" + "".join(f"{key}: {value}\n" for key, value in KEYS.items() if key not in said)
