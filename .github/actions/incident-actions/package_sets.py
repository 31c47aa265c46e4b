"""Decide which sets of packages a job needs: what every run uses, and what its secrets and configuration ask for."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

TOOL = Path(__file__).resolve().parents[3]

CORE, ENCRYPTION, HOLIDAYS, NOTIFICATIONS = "core", "encryption", "holidays", "notifications"
PERSONAL_DATA, RECURRENCE, REPORT = "personal-data", "recurrence", "report"
SETS = (CORE, ENCRYPTION, HOLIDAYS, NOTIFICATIONS, PERSONAL_DATA, RECURRENCE, REPORT)

CONFIGURATION = Path(".github/incidents.yml")
LONGEST = 1_000_000
"""Bytes of a configuration that are read, more than the tool itself takes."""

COUNTRY = re.compile(rb"country|\\")
"""In each configuration with a `country`, whose holidays the tool must know. YAML can spell a key with backslashes."""

PERSONAL = re.compile(rb"personal-data|\\")
"""In each configuration that switches on the rule for personal data."""

RECURRING = re.compile(rb"recurrence|\\")
"""In each configuration that asks for incidents like one that is running."""

ENCRYPTING = re.compile(r"(bark|fcm|matrix|nostr|pover|session|simplepush|sogs|spush|vapid)s?://", re.IGNORECASE)
"""Addresses of the services to which Apprise encrypts or signs what it sends."""


def lock(name: str) -> Path:
    """Return the requirements file that locks a set; none has a package that the core has."""
    return TOOL / ("requirements.txt" if name == CORE else f"requirements-{name}.txt")


def needed(command: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """Return the sets that a job needs. One that it turns out not to need costs a second; one too few, its function.

    A pull request can propose any configuration, so checking one needs what each of them may ask for.
    """
    addresses = variables.get("INCIDENT_NOTIFY_URLS", "").strip()
    workspace = Path(variables.get("GITHUB_WORKSPACE", ""))
    wanted = {
        CORE: True,
        ENCRYPTION: bool(variables.get("INCIDENT_APP_PRIVATE_KEY") or ENCRYPTING.search(addresses)),
        HOLIDAYS: "check" in command or _may_match(COUNTRY, workspace),
        NOTIFICATIONS: bool(addresses),
        PERSONAL_DATA: _may_match(PERSONAL, workspace),
        RECURRENCE: _may_match(RECURRING, workspace),
        REPORT: "report" in command,
    }
    return [name for name in SETS if wanted[name]]


def _may_match(form: re.Pattern[bytes], workspace: Path) -> bool:
    file = workspace / CONFIGURATION
    try:
        if not file.is_file():
            return False
        with file.open("rb") as configuration:
            text = configuration.read(LONGEST + 1)
    except OSError:
        return True
    return len(text) > LONGEST or bool(form.search(text))
