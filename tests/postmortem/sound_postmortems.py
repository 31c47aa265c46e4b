"""Sound post-mortems in the forms of four other processes, and a way to break each."""

from datetime import datetime

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import Finding
from tests.postmortem.form_processes import FORMS
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, line_of

FRONT = GOOD_POSTMORTEM[: GOOD_POSTMORTEM.index("# Incident")]
SOUND = {
    "lean": f"""{FRONT}\
## Incident: Checkout is down

**Date**: 2026-03-04
**Severity**: SEV-1
**Impact**: 1,300 orders failed
and everybody heard of it

### Timeline

| Time | Event |
|---|---|
| 23:40 | Declared |
| 2026-03-05 00:10 | Resolved |

### Root Cause

Nothing compares them.

### What Went Well

- The rollback

### What Went Wrong

- Customers noticed first

### Action Items

- [ ] Refuse a smaller pool (#12) — Owner: @grace — Due: 2026-03-20
""",
    "p-levels": f"""{FRONT}\
# Incident Post-Mortem

- **Date:** 2026-03-04

## Summary

It was the pool.

## Timeline

| Time | Event |
|---|---|
| 23:40 | Declared |

## Root Cause

Nothing compares them.

## Impact

- 1,300 users

## What Went Well

- The rollback

## What Went Wrong

- Customers noticed first

## Action Items

| Action | Owner | Deadline |
|---|---|---|
| Refuse a smaller pool | @grace | 2026-03-20 |

## Lessons Learned

Compare them.
""",
    "war-room": f"""{FRONT}\
# Incident #7: Checkout is down

## Root Cause Analysis

Nothing compares them.

## Contributing factors

It was late.

## Action Items

- Refuse a smaller pool — ownership: @grace — deadline: 2026-03-20 — kind: prevention

## Lessons learned

Compare them.

## Durations

An hour.
""",
    "mitigate-first": f"""{FRONT}\
# Incident 7: Checkout is down

- **Date:** 2026-03-04
- **Impact:** 1,300 orders failed

## Summary

It was the pool.

## Timeline (UTC)

- 23:40 — declared
  - by grace
- 2026-03-05 00:10 — resolved

Longest silence: 20 min.

## Root cause

Nothing compares them.

## What went well

- The rollback

## What went poorly

- Customers noticed first

## What we got lucky on

- The hour

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Refuse a smaller pool | @grace | 2026-03-20 | prevent |
""",
}


def findings_of_spoilt_file(name: str, old: str, new: str) -> list[Finding]:
    """Return what the check finds in another process's post-mortem once something in it is replaced."""
    text = SOUND[name]
    assert list(findings(text, FORMS[name])) == []
    assert old in text
    return list(findings(text.replace(old, new), FORMS[name]))


def line_in(name: str, words: str) -> int:
    """Return the number of the first line of a process's post-mortem that begins with these words."""
    return line_of(words, SOUND[name])


def moment(clock: str, day: str = "0001-01-01") -> datetime:
    """Return a time of the timeline; without a day it is of no known one."""
    return datetime.fromisoformat(f"{day}T{clock}:00Z")
