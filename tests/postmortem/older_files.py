"""Files as they were written before numbers and people became links, and times became short."""

OLDER_DRAFT = """\
---
incident: 7
title: 'Checkout is down: 50% of orders fail'
severity: SEV-1
services:
- checkout-api
- web
roles:
  commander: ada
  tech: linus
started: '2026-03-04T13:40:00Z'
detected: '2026-03-04T13:50:00Z'
declared: '2026-03-04T14:00:00Z'
acknowledged: '2026-03-04T14:00:01Z'
mitigated: '2026-03-04T14:25:03Z'
resolved: '2026-03-04T14:55:04Z'
minutes:
  detect: 10
  acknowledge: 10
  mitigate: 45
  resolve: 75
---

# Incident 7: Checkout is down: 50% of orders fail

- **Date:** 2026-03-04
- **Duration:** 1 h 15 min (2026-03-04 13:40 UTC to 2026-03-04 14:55 UTC)
- **Severity:** SEV-1
- **Impact:** 40 orders a minute &lt;b&gt;
- **Detected by:** not known
- **Commander:** `ada`
- **Incident:** [#7](https://github.com/acme/shop/issues/7)

## Summary

Over | out

<!-- One paragraph that a reader outside the team understands. -->

## Impact

40 orders a minute &lt;b&gt;

<!-- Who was affected, how, how many, for how long. Give a number. -->

## Timeline (UTC)

| Time (UTC) | Event | By |
|---|---|---|
| 2026-03-04 13:35 | deploy of 4.2 | `ada` |
| 2026-03-04 13:40 | Started | `ada` |
| 2026-03-04 13:50 | Detected | `ada` |
| 2026-03-04 14:00 | Declared: Checkout is down: 50% of orders fail | `grace` |
| 2026-03-04 14:00 | Severity SEV-1: pool \\| exhausted | `ada` |
| 2026-03-04 14:00 | Affected: checkout-api, web | `ada` |
| 2026-03-04 14:00 | Impact: 40 orders a minute &lt;b&gt; | `ada` |
| 2026-03-04 14:00 | Acknowledged | `ada` |
| 2026-03-04 14:00 | `ada` is now incident commander | `ada` |
| 2026-03-04 14:00 | `linus` is now tech lead | `ada` |
| 2026-03-04 14:10 | Update: The pool is full. We raise it. | `grace` |
| 2026-03-04 14:10 | Hotfix opened: raise the pool (`hotfix/raise-the-pool`, #105) | `grace` |
| 2026-03-04 14:10 | Action item #106: Alert on a \\| b (`linus`, due 2026-03-06) | `grace` |
| 2026-03-04 14:25 | Mitigated: rolled back | `ada` |
| 2026-03-04 14:25 | Roles unclaimed: called `ada` |  |
| 2026-03-04 14:25 | Update due: called `ada` |  |
| 2026-03-04 14:55 | Resolved: Over \\| out | `ada` |

## Durations

| Milestone | Time (UTC) |
|---|---|
| Started | 2026-03-04 13:40 |
| Detected | 2026-03-04 13:50 |
| Declared | 2026-03-04 14:00 |
| Acknowledged | 2026-03-04 14:00 |
| Mitigated | 2026-03-04 14:25 |
| Resolved | 2026-03-04 14:55 |

| Duration | |
|---|---|
| Time to detect | 10 min |
| Time to acknowledge | 10 min |
| Time to mitigate | 45 min |
| Time to resolve | 1 h 15 min |

## Who did what

- Incident commander: `ada`
- Tech lead: `linus`

## Root cause

<!-- Often a chain: a trigger, a latent bug, a missing guardrail. Name guardrails, not people. -->

## What went well

<!-- What made this shorter or smaller than it could have been. -->

## What went poorly

<!-- What made it longer or worse. -->

## Where we were lucky

<!-- What, had it been a little different, would have made this much worse. -->

## Customer-facing communication

Nothing was published.

Given inside:

- 2026-03-04 14:10 UTC: The pool is full. We raise it.

Promised updates: 1 of 2 came on time. Longest silence: 45 min, from 2026-03-04 14:10 UTC.

The tool's own timers: 2 fired, at worst 10 min late (due 2026-03-04 14:15 UTC: roles unclaimed).

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Alert on a \\| b (#106) | @linus | 2026-03-06 | prevent |

<!-- Each one assignable, schedulable, verifiable. Opened as issues when this is merged. -->
"""
"""The file of a pull request that nobody has edited yet."""

OLDER_INDEX = """\
# Incidents

<!-- incident-actions:index -->
| Date | Incident | Severity | Duration | Review |
|---|---|---|---|---|
| 2026-03-04 | #7 Checkout is down: 50% of orders fail | SEV-1 | 1 h 15 min | [post-mortem](2026-03-04-checkout-is-down.md) |
| 2026-02-01 | #5 Login \\| sign-up fails | not set | not known | [post-mortem](5.md) |
<!-- /incident-actions:index -->
"""
