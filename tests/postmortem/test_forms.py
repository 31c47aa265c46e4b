"""The whole post-mortems of five processes, each with its own header, sections, timeline and items."""

import re
from datetime import date

import pytest

from incident_actions.contract.decision import Context
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.file import file_text
from incident_actions.postmortem.items import ItemRow, read_items
from tests.postmortem.form_processes import FORMS, entries_with_public_update, world_across_midnight
from tests.postmortem.test_file import file_of
from tests.worlds import WORDING

FRONT = """\
---
incident: 7
title: 'Checkout is down: 50% fail'
severity: {severity}
services: []
roles:
  commander: ada
started: '2026-03-04T23:30:00Z'
detected: '2026-03-04T23:38:00Z'
declared: '2026-03-04T23:40:00Z'
acknowledged: '2026-03-04T23:40:01Z'
resolved: '2026-03-05T00:20:04Z'
minutes:
  detect: 8
  acknowledge: 2
  resolve: 50
---

"""

LEAN = """\
## Incident: Checkout is down: 50% fail

- **Date:** 2026-03-04
- **Severity:** SEV-1
- **Duration:** 50 min
- **Impact:** 40 orders a minute
- **Incident:** [#7](https://github.com/acme/shop/issues/7)

### Timeline

| Time | Event |
|---|---|
| 23:30 | Started |
| 23:38 | Detected |
| 23:40 | Declared: Checkout is down: 50% fail |
| 23:40 | Severity SEV-1: pool \\| exhausted |
| 23:40 | Impact: 40 orders a minute |
| 23:40 | Acknowledged |
| 23:40 | [@ada](https://github.com/ada) is now Incident commander |
| 23:50 | Update: The pool is full. |
| **2026-03-05** |  |
| 00:10 | Update: It is being raised. |
| 00:20 | Resolved: The pool has 50 connections again. |

### Root Cause

<!-- What actually caused the issue: be specific -->

### What Went Well

- [Things that helped resolve the issue faster]

### What Went Wrong

- [Things that made the issue worse or delayed resolution]

### Action Items

- [ ] Refuse a | b — Owner\\: nobody prevent ([#{item}](https://github.com/acme/shop/issues/{item})) — Owner: [@linus](https://github.com/linus) — Due: 2026-03-06
- [ ] [Preventive measure] — Owner: — Due:
- [ ] [Monitoring/alerting improvement] — Owner: — Due:

<details>
<summary>Appendix: pages and reminders</summary>

1 of 2 promised updates came on time. The longest silence lasted 20 min, from 23:50 UTC.

</details>
"""

P_LEVELS = """\
# Incident Post-Mortem

- **Date:** 2026-03-04
- **Duration:** 0.83 hours
- **Severity:** P1
- **Lead:** [@ada](https://github.com/ada)
- **Incident:** [#7](https://github.com/acme/shop/issues/7)

## Summary

The pool has 50 connections again.

<!-- 1-2 sentence description -->

## Timeline

| Time | Event |
|---|---|
| 23:30 | Started |
| 23:38 | Detected |
| 23:40 | Declared: Checkout is down: 50% fail |
| 23:40 | Severity P1 - Critical: pool \\| exhausted |
| 23:40 | Impact: 40 orders a minute |
| 23:40 | Acknowledged |
| 23:40 | [@ada](https://github.com/ada) is now Incident commander |
| 23:50 | Update: The pool is full. |
| **2026-03-05** |  |
| 00:10 | Update: It is being raised. |
| 00:20 | Resolved: The pool has 50 connections again. |

## Root Cause

<!-- Technical explanation of what went wrong -->

## Impact

40 orders a minute

- [Users affected]
- [Revenue impact if any]
- [Data impact if any]

## What Went Well

- [Positive observations]

## What Went Wrong

- [Areas for improvement]

## Action Items

| Action | Owner | Deadline |
|---|---|---|
| Refuse a \\| b — Owner: nobody prevent ([#{item}](https://github.com/acme/shop/issues/{item})) | [@linus](https://github.com/linus) | 2026-03-06 |
| [Action] |  |  |

## Lessons Learned

<!-- Key takeaways for the team -->

<details>
<summary>Appendix: pages and reminders</summary>

2 of 2 promised updates came on time. The longest silence lasted 20 min, from 23:50 UTC.

</details>
"""

WAR_ROOM = """\
# Incident #7: Checkout is down: 50% fail

- **Incident:** [#7](https://github.com/acme/shop/issues/7)

## Root Cause Analysis

<!-- What happened, not who -->

## Contributing factors

## Action Items

- Refuse a | b — Owner\\: nobody prevent ([#{item}](https://github.com/acme/shop/issues/{item})) — ownership: [@linus](https://github.com/linus) — deadline: 2026-03-06 — kind:

## Lessons learned

## Durations

| Milestone | Time (UTC) | Duration |
|---|---|---|
| Started | 2026-03-04 23:30 |  |
| Detected | 23:38 | Time to detect: 8 min |
| Declared | 23:40 |  |
| Acknowledged | 23:40 | Time to acknowledge: 2 min |
| Resolved | 2026-03-05 00:20 | Time to resolve: 50 min |

No promised update fell due. The longest silence lasted 20 min, from 23:50 UTC.
"""

REGULATED = """\
# Checkout is down: 50% fail

- **Incident:** [#7](https://github.com/acme/shop/issues/7)

## Timeline (UTC, minute-by-minute)

| Time (UTC) | Event | By |
|---|---|---|
| **2026-03-04** |  |  |
| 23:30 | Started |  |
| 23:38 | Detected |  |
| 23:40 | Declared: Checkout is down: 50% fail | [@grace](https://github.com/grace) |
| 23:40 | Severity Sev1: pool \\| exhausted | [@ada](https://github.com/ada) |
| 23:40 | Impact: 40 orders a minute | [@ada](https://github.com/ada) |
| 23:40 | Acknowledged | [@ada](https://github.com/ada) |
| 23:40 | [@ada](https://github.com/ada) is now Incident commander | [@ada](https://github.com/ada) |
| 23:50 | Update: The pool is full. | [@grace](https://github.com/grace) |
| **2026-03-05** |  |  |
| 00:10 | Update: It is being raised. | [@grace](https://github.com/grace) |
| 00:20 | Resolved: The pool has 50 connections again. | [@ada](https://github.com/ada) |

## Root cause

## What worked / what didn't (process, not people)

## Action items with owners + due dates

- Refuse a | b — Owner\\: nobody prevent ([#{item}](https://github.com/acme/shop/issues/{item})) — owner: [@linus](https://github.com/linus) — due date: 2026-03-06

## Customer-facing communication summary

Nothing was published.

<details>
<summary>Appendix: pages and reminders</summary>

1 of 2 promised updates came on time. The longest silence lasted 20 min, from 23:50 UTC.

</details>
"""

MITIGATE_FIRST = """\
# Incident 7: Checkout is down: 50% fail

- **Date:** 2026-03-04
- **Duration:** 23:30 UTC → 2026-03-05 00:20 UTC (50 minutes)
- **Severity:** SEV-1
- **Impact:** 40 orders a minute
- **Detected by:** <!-- alert / user report / synthetic / dashboard -->
- **Incident:** [#7](https://github.com/acme/shop/issues/7)

## Summary

The pool has 50 connections again.

<!-- One paragraph. Lay-reader friendly. -->

## Timeline (UTC)

- 23:30 — Started
- 23:38 — Detected
- 23:40 — Declared: Checkout is down: 50% fail
- 23:40 — Severity SEV-1: pool | exhausted
- 23:40 — Impact: 40 orders a minute
- 23:40 — Acknowledged
- 23:40 — [@ada](https://github.com/ada) is now Incident commander
- 23:50 — Update: The pool is full.
- **2026-03-05**
- 00:10 — Update: It is being raised.
- 00:20 — Resolved: The pool has 50 connections again.

## Root cause

<!-- Often a chain: trigger + latent bug + missing guardrail. -->

## What went well

## What went poorly

## What we got lucky on

- [The things that, if slightly different, would have made this much worse]

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Refuse a \\| b — Owner: nobody ([#{item}](https://github.com/acme/shop/issues/{item})) | [@linus](https://github.com/linus) | 2026-03-06 | prevent |

<details>
<summary>Appendix: pages and reminders</summary>

1 of 2 promised updates came on time. The longest silence lasted 20 min, from 23:50 UTC.

</details>
"""

WHOLE = {
    "lean": ("docs/incidents/2026-03-04-checkout-is-down-50-fail.md", "SEV-1", LEAN),
    "p-levels": ("docs/incidents/7.md", "P1 - Critical", P_LEVELS),
    "war-room": ("docs/incidents/2026-03-04-checkout-is-down-50-fail.md", "Severity 1: Critical", WAR_ROOM),
    "regulated": ("docs/incidents/2026-03-04-checkout-is-down-50-fail.md", "Sev1", REGULATED),
    "mitigate-first": ("docs/incidents/2026-03-04-checkout-is-down-50-fail.md", "SEV-1", MITIGATE_FIRST),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_file_in_each_form_is_exactly_this_text(name: str) -> None:
    path, severity, body = WHOLE[name]
    world = world_across_midnight(FORMS[name])

    (action,) = world.incident.actions
    front = FRONT.replace("{severity}", f"'{severity}'" if ": " in severity else severity)
    assert world.files[path] == front + body.replace("{item}", str(action.issue))
    assert set(world.files) == {path, "docs/incidents/README.md"}
    assert f"]({path.rpartition('/')[2]}) |" in world.files["docs/incidents/README.md"]


@pytest.mark.parametrize("name", FORMS)
def test_an_item_in_the_file_is_read_back_unchanged(name: str) -> None:
    world = world_across_midnight(FORMS[name])
    (action,) = world.incident.actions

    (row,) = read_items(file_of(world), world.process)

    assert (row.text, row.owner, row.due, row.type, row.issue) == (
        action.text,
        action.owner,
        action.due,
        action.type,
        action.issue,
    )


ADDED = {
    "lean": "- [ ] Alert when the pool is full — Owner: @grace — Due: 2026-04-01\n",
    "p-levels": "| Alert when the pool is full | @grace | 2026-04-01 |\n",
    "war-room": "- Alert when the pool is full — ownership: @grace — deadline: 2026-04-01 — kind: Monitoring\n",
    "regulated": "- Alert when the pool is full — owner: @grace — due date: 2026-04-01\n",
    "mitigate-first": "| Alert when the pool is full | @grace | 2026-04-01 | detect |\n",
}
TYPED = {"war-room": "monitoring", "mitigate-first": "detect"}


def finished_file(name: str) -> str:
    """Return a post-mortem as people leave it: hints removed, prompts replaced, sections filled, an item added."""
    text, _, appendix = file_of(world_across_midnight(FORMS[name])).partition("\n<details>")
    kept = [line for line in text.split("\n") if not re.match(r"<!--|(?:- (?:\[ \] )?|\| )\[[A-Z]", line)]
    text = "\n".join(kept).replace("<!-- alert / user report / synthetic / dashboard -->", "an alert")
    deep = "\n###" if name == "lean" else "\n##"
    parts = [
        f"{part.rstrip()}\n" if len(part.strip().split("\n")) > 1 else f"{part.rstrip()}\n\nNothing compares them.\n"
        for part in f"\n{text}".split(f"{deep} ")
    ]
    head, *sections = parts
    sections = [f"{each}{ADDED[name]}" if each.casefold().startswith("action items") else each for each in sections]
    whole = "\n".join(f"{deep.strip()} {each}" for each in sections)
    return f"{head}\n".removeprefix("\n") + f"{whole}\n<details>{appendix}"


@pytest.mark.parametrize("name", FORMS)
def test_an_item_that_people_add_in_that_form_is_read_as_well(name: str) -> None:
    text = finished_file(name)

    assert read_items(text, FORMS[name])[-1] == ItemRow(
        "Alert when the pool is full", "grace", date(2026, 4, 1), TYPED.get(name, ""), 0
    )


@pytest.mark.parametrize("name", FORMS)
def test_a_finished_file_has_no_findings(name: str) -> None:
    text = finished_file(name)

    assert [each for each in findings(text, FORMS[name]) if each.rule != "item-without-type"] == []


def test_the_customer_facing_communication_is_what_was_published_and_nothing_else() -> None:
    world = world_across_midnight(FORMS["regulated"])
    context = Context(world.snapshot, world.process, WORDING, world.now)

    text = file_text(world.incident, entries_with_public_update(world), context)

    assert text.partition("## Customer-facing communication summary\n\n")[2].partition("\n<details>")[0] == (
        "- 2026-03-04 23:55 UTC: We are on it.\n"
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("lean", "- **Duration:** not known\n- **Impact:** <!-- Who was affected and how -->\n"),
        ("p-levels", "- **Duration:** not known\n- **Severity:** P1\n- **Lead:** nobody\n"),
        ("mitigate-first", "- **Detected by:** <!-- alert / user report / synthetic / dashboard -->\n"),
    ],
)
def test_values_that_the_record_lacks_are_asked_for_or_marked_as_unknown(name: str, lines: str) -> None:
    world = world_across_midnight(FORMS[name], resolved=False)

    assert f"\n{lines}" in file_of(world)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("war-room", "<!-- - ticket — ownership: @login — deadline: YYYY-MM-DD — kind: prevention / documentation / monitoring -->\n"),
        ("regulated", "<!-- - action — owner: @login — due date: YYYY-MM-DD -->\n"),
        ("p-levels", "| Action | Owner | Deadline |\n|---|---|---|\n| [Action] |  |  |\n"),
        ("lean", "- [ ] [Preventive measure] — Owner: — Due:\n- [ ] [Monitoring/alerting improvement] — Owner: — Due:\n"),
    ],
)  # fmt: skip
def test_a_file_without_items_shows_an_example_that_is_not_an_item(name: str, body: str) -> None:
    text = file_of(world_across_midnight(FORMS[name], known=False))

    assert f"\n\n{body}" in text
    assert read_items(text, FORMS[name]) == ()
