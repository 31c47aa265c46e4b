"""A well-written post-mortem, and a way to break it."""

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import Finding
from tests.worlds import PROCESS

GOOD_POSTMORTEM = """\
---
incident: 7
title: 'Checkout is down: 50% of orders fail'
severity: SEV-1
services:
- checkout-api
roles:
  commander: ada
  tech: linus
declared: '2026-03-04T14:00:00Z'
minutes:
  resolve: 75
---

# Incident 7: Checkout is down: 50% of orders fail

- **Severity:** SEV-1
- **Commander:** `ada`

## Summary

A release cut the pool from 50 connections to 5. Rolling it back ended it.

## Impact

About 1,300 orders failed between 13:40 and 14:55.

## Timeline (UTC)

| Time (UTC) | Event | By |
|---|---|---|
| 2026-03-04 13:40 | Started: release of `checkout 4.2` \\| `ada` | `linus` |
| 2026-03-04 14:00 | Declared | `grace` |
| 2026-03-05 00:10 | Resolved | `ada` |

## Durations

| Duration | |
|---|---|
| Time to resolve | 1 h 15 min |

## Who did what

- Incident commander: `ada`

## Root cause

@linus saw that the release failed to start; `ada` asked why. Nothing compares the pool's size with the number of
workers, so the example value went out with the release, and no alert told anybody.

## What went well

The rollback took four minutes.

## What went poorly

Customers noticed first.

## Where we were lucky

It was at night.

## Customer-facing communication

No updates were given.

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Refuse a release whose pool is smaller than its workers (#12) | @grace | 2026-03-20 | prevent |
| Alert when the pool is over 90 % full for 5 minutes | @linus | 2026-03-27 | detect |
"""


def findings_of(old: str = "", new: str = "", text: str = GOOD_POSTMORTEM) -> list[Finding]:
    """Return what the check finds once one text is replaced by another."""
    assert old in text
    return list(findings(text.replace(old, new), PROCESS))


def line_of(words: str, text: str = GOOD_POSTMORTEM) -> int:
    """Return the number of the first line that begins with these words."""
    return next(number for number, each in enumerate(text.split("\n"), 1) if each.startswith(words))
