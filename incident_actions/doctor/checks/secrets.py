"""The repository's secrets: addresses for notifications, and the key that signs records."""

from __future__ import annotations

from incident_actions.contract.repository_facts import ADDRESSES_SECRET, KEY_SECRET, AddressProbe, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, Level, pass_result, unknown_result, warning
from incident_actions.doctor.other_writers import other_writers

SHORTEST = 16
"""The shortest key that nobody can guess: 64 bits in hexadecimal."""

SETTING = "settings/secrets/actions"


def check_notifications(examined: Examination) -> CheckResult:
    """Check that the addresses are valid and reachable, and that each notification and each person has one."""
    addresses = examined.facts.addresses
    if addresses is None and not examined.facts.running and ADDRESSES_SECRET in require_fact(examined.facts.secrets):
        return unknown_result("unseen")
    if not addresses:
        people = tuple(login for login, each in examined.process.people.items() if each.notify)
        return warning("unpaged", people=people) if people else pass_result("none")
    if any(each.how == "uninstalled" for each in addresses):
        return unknown_result("uninstalled")
    unheard = _audiences_without_address(addresses, examined)
    unpaged = _people_without_address(addresses, examined)
    lines = {
        how: tuple(each for each in addresses if each.how == how) for how in ("unreadable", "unreached", "untried")
    }
    level = (
        Level.FAIL if lines["unreadable"] else Level.WARN if lines["unreached"] or unheard or unpaged else Level.PASS
    )
    reached = sum(each.how == "reached" for each in addresses)
    return CheckResult(
        level, "tried", {**lines, "unheard": unheard, "unpaged": unpaged, "reached": reached, "count": len(addresses)}
    )


def _audiences_without_address(addresses: tuple[AddressProbe, ...], examined: Examination) -> tuple[str, ...]:
    """Return the process's audiences without an address."""
    audiences = dict.fromkeys(to for each in examined.process.notifications for to in each.to)
    return tuple(to for to in audiences if not any(not each.tags or to in each.tags for each in addresses))


def _people_without_address(
    addresses: tuple[AddressProbe, ...], examined: Examination
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the people whose tags no address has, with these tags. An address without tags is nobody's own."""
    there = {tag for each in addresses for tag in each.tags}
    people = examined.process.people
    missing = ((login, tuple(tag for tag in each.notify if tag not in there)) for login, each in people.items())
    return tuple((login, tags) for login, tags in missing if tags)


def check_signing_key(examined: Examination) -> CheckResult:
    """Check that records are signed."""
    length = examined.facts.key_length
    if length is not None:
        return warning("short", shortest=SHORTEST) if length < SHORTEST else pass_result("set")
    if not examined.facts.running and KEY_SECRET in require_fact(examined.facts.secrets):
        return pass_result("set")
    return warning("absent", writers=other_writers(examined))


NOTIFICATIONS = Check(
    "notifications",
    "Notifications",
    "The addresses in `INCIDENT_NOTIFY_URLS` are valid, each tag in the configuration has one, and their hosts accept "
    "a connection. No message is sent.",
    "Settings → Secrets and variables → Actions → Secrets",
    SETTING,
    check_notifications,
)
SIGNING_KEY = Check(
    "signing-key",
    "Signing key",
    "The secret `INCIDENT_SIGNING_KEY` is set, so records are signed.",
    "Settings → Secrets and variables → Actions → Secrets",
    SETTING,
    check_signing_key,
)
