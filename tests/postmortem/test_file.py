"""The post-mortem file has every fact of the record, in the process's order, and hints for people."""

from dataclasses import replace
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.model.process.postmortem import Column, HeaderField, Section
from incident_actions.postmortem.file import file_path, front_matter
from incident_actions.postmortem.items import read_items
from tests.engine.commands.asking import running
from tests.live_markdown import live_parts
from tests.worlds import PROCESS, World

WHOLE = """\
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
- **Duration:** 1 h 15 min (13:40 UTC to 14:55 UTC)
- **Severity:** SEV-1
- **Detected by:** not known
- **Commander:** [@ada](https://github.com/ada)
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
| 13:35 | deploy of 4.2 | [@ada](https://github.com/ada) |
| 13:40 | Started |  |
| 13:50 | Detected |  |
| 14:00 | Declared: Checkout is down: 50% of orders fail | [@grace](https://github.com/grace) |
| 14:00 | Severity SEV-1: pool \\| exhausted | [@ada](https://github.com/ada) |
| 14:00 | Affected: checkout-api, web | [@ada](https://github.com/ada) |
| 14:00 | Impact: 40 orders a minute &lt;b&gt; | [@ada](https://github.com/ada) |
| 14:00 | Acknowledged | [@ada](https://github.com/ada) |
| 14:00 | [@ada](https://github.com/ada) is now Incident commander | [@ada](https://github.com/ada) |
| 14:00 | [@linus](https://github.com/linus) is now Tech lead | [@ada](https://github.com/ada) |
| 14:10 | Update: The pool is full. We raise it. | [@grace](https://github.com/grace) |
| 14:10 | Hotfix opened: raise the pool (`hotfix/raise-the-pool`, [#{hotfix}](https://github.com/acme/shop/issues/{hotfix})) | [@grace](https://github.com/grace) |
| 14:25 | Mitigated: rolled back | [@ada](https://github.com/ada) |
| 14:55 | Resolved: Over \\| out (fix watched for 30 of 30 min) | [@ada](https://github.com/ada) |

## Durations

| Milestone | Time (UTC) | Duration |
|---|---|---|
| Started | 13:40 |  |
| Detected | 13:50 | Time to detect: 10 min |
| Declared | 14:00 |  |
| Acknowledged | 14:00 | Time to acknowledge: 10 min |
| Mitigated | 14:25 | Time to mitigate: 45 min |
| Resolved | 14:55 | Time to resolve: 1 h 15 min |

1 of 2 promised updates came on time. The longest silence lasted 45 min, from 14:10 UTC.

## Who did what

- Incident commander: [@ada](https://github.com/ada)
- Tech lead: [@linus](https://github.com/linus)

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

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Alert on a \\| b ([#{item}](https://github.com/acme/shop/issues/{item})) | [@linus](https://github.com/linus) | 2026-03-06 | prevent |

<!-- Each one assignable, schedulable, verifiable. Opened as issues when this is merged. -->

<details>
<summary>Appendix: pages and reminders</summary>

2 timers fired, at worst 10 min late (roles unclaimed, due 14:15 UTC).

- 14:25 — Roles unclaimed: paged [@ada](https://github.com/ada)
- 14:25 — Update due: paged [@ada](https://github.com/ada)

</details>
"""


def file_of(world: World) -> str:
    return next(text for name, text in world.files.items() if not name.endswith("README.md"))


def finished_world() -> World:
    """Return the world of a whole incident."""
    world = World()
    world.issue = replace(world.issue, title="Checkout is down: 50% of orders fail")
    world.run()
    world.ask(
        "ada",
        "/sev 1 pool | exhausted\n/started 13:40\n/detected 13:50\n/affects checkout-api, web\n"
        "/impact 40 orders a minute <b>\n/ack\n/ic\n/tech @linus",
    )
    world.advance(minutes=10)
    world.ask(
        "grace",
        "/update The pool is full.\nWe raise it.\n/hotfix raise the pool\n/action @linus fri Alert on a | b prevent",
    )
    world.advance(minutes=15)
    world.ask("ada", "/mitigated rolled back\n/note 13:35 deploy of 4.2")
    world.advance(minutes=30)
    world.ask("ada", "/resolve Over | out")
    return world


def test_the_file_of_an_incident_is_exactly_this_text() -> None:
    world = finished_world()

    numbers = {"hotfix": world.incident.hotfixes[0].pull, "item": world.incident.actions[0].issue}
    assert file_of(world) == WHOLE.format(**numbers)


def test_a_file_requested_during_the_incident_is_the_same_from_every_run() -> None:
    def asked_for(minutes: int) -> str:
        world = running("/sev 1")
        world.advance(minutes=10)
        world.post("grace", "/postmortem")
        world.advance(minutes=minutes)
        world.run()
        return file_of(world)

    assert "The longest silence lasted 10 min, from 14:00 UTC." in asked_for(0)
    assert asked_for(4) == asked_for(0)


def test_items_in_the_file_are_read_back_unchanged() -> None:
    world = finished_world()
    (action,) = world.incident.actions

    (row,) = read_items(file_of(world), world.process)

    assert (row.text, row.owner, row.due, row.type, row.issue) == (
        action.text,
        action.owner,
        action.due,
        action.type,
        action.issue,
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Checkout is down", "2026-03-04-checkout-is-down"),
        ("../../etc/passwd", "2026-03-04-etc-passwd"),
        ("Größe & Ärger", "2026-03-04-grosse-arger"),
        ("支付失败", "2026-03-04-incident-7"),
        ("", "2026-03-04-incident-7"),
    ],
)
def test_the_file_name_is_the_day_and_a_slug(title: str, name: str) -> None:
    incident = replace(running().incident, title=title)

    assert file_path(incident, PROCESS) == f"docs/incidents/{name}.md"


@pytest.mark.parametrize(
    ("title", "name"), [("Readme", "7.md"), ("README", "7.md"), ("Readme first", "readme-first.md")]
)
def test_a_file_never_takes_the_place_of_the_index(title: str, name: str) -> None:
    named = replace(PROCESS, postmortem=replace(PROCESS.postmortem, file="{name}.md"))

    assert file_path(replace(running().incident, title=title), named) == f"docs/incidents/{name}"


def test_the_day_is_that_of_the_start_in_utc() -> None:
    world = running("/started 23:50 yesterday")

    assert file_path(world.incident, PROCESS).startswith("docs/incidents/2026-03-03-")


@pytest.mark.parametrize(
    "title", ["a: b", "- x", "'\"", "yes", "2026-03-04", "# x", "a\nb", "--- x", "🔥", "{a: b}", "x" * 200]
)
def test_machines_read_back_what_people_wrote(title: str) -> None:
    written = front_matter(replace(running().incident, title=title))

    assert YAML(typ="safe").load(written)["title"] == title


def test_unknown_values_are_marked_as_unknown() -> None:
    world = running("/postmortem")

    text = file_of(world)
    for line in (
        "- **Duration:** not known",
        "- **Severity:** not set",
        "- **Commander:** nobody",
        "Nobody took a role.",
        "Nothing was published.",
    ):
        assert f"\n{line}\n" in text


@pytest.mark.parametrize(
    "text", ["@acme/all fixes #1", "a | b \\| c", "<img src=x>", "```", "<!-- x --> y", "# big", "[x](javascript:y)"]
)
def test_nothing_that_people_wrote_is_alive_in_the_file(text: str) -> None:
    world = World()
    world.issue = replace(world.issue, title=text)
    world.run()
    for word in ("impact", "update", "note", "sev 1", "affects", "resolve"):
        world.ask("grace", f"/{word} {text}")

    lines = file_of(world).partition("\n---\n")[2].split("\n")
    shown = "\n".join(line for line in lines if not line.startswith(("#", "<!--")))
    assert set(live_parts(shown, frozenset({"ada", "grace"}))) <= {"table_open"}
    told = [line for line in lines if line.startswith("| 14:") and line.count("|") > 2]
    assert [line.replace("\\|", "").count("|") for line in told] == [4] * len(told)


def test_the_process_says_which_sections_there_are_and_what_the_columns_are() -> None:
    world = running()
    rules = replace(
        world.process.postmortem,
        title="PM {number}",
        header=(HeaderField(name="How bad", content="severity"),),
        sections=(Section(title="To do", content="action items"), Section(title="Why", hint="Ask five times.")),
        columns=(Column(name="What", content="item"), Column(name="By when", content="due")),
    )
    world.process = replace(world.process, postmortem=rules)
    world.ask("grace", "/sev 3\n/action @linus 2026-04-01 check it\n/postmortem")

    (action,) = world.incident.actions
    assert file_of(world).partition("\n---\n\n")[2] == (
        "# PM 7\n\n- **How bad:** SEV-3\n- **Incident:** [#7](https://github.com/acme/shop/issues/7)\n\n"
        f"## To do\n\n| What | By when |\n|---|---|\n| check it ([#{action.issue}](https://github.com/acme/shop/issues/{action.issue})) | 2026-04-01 |\n\n"
        "## Why\n\n<!-- Ask five times. -->\n"
    )


@pytest.mark.parametrize(
    ("content", "rows"),
    [("date", ["| 14:00"] * 2), ("severity", ["| **2026-03-04**", *["| 14:00"] * 2])],
    ids=["with a date", "without"],
)
def test_a_time_alone_follows_a_date_in_the_header_or_above_it(content: Any, rows: list[str]) -> None:
    world = running()
    rules = replace(world.process.postmortem, times="time", header=(HeaderField(name="Known", content=content),))
    world.process = replace(world.process, postmortem=rules)

    world.ask("grace", "/sev 3\n/postmortem")

    table = file_of(world).partition("|---|---|---|\n")[2].partition("\n\n")[0]
    assert [line.split(" | ")[0] for line in table.split("\n")] == rows


def test_times_have_their_date_where_the_process_says() -> None:
    world = running()
    rules = replace(world.process.postmortem, times="date and time")
    world.process = replace(world.process, postmortem=rules)

    world.ask("grace", "/sev 3\n/postmortem")

    assert "| 2026-03-04 14:00 | Severity SEV-3 | [@grace](https://github.com/grace) |" in file_of(world)


def test_the_impact_is_asked_for_in_its_section_alone() -> None:
    world = running()
    rules = replace(
        world.process.postmortem,
        header=(HeaderField(name="Impact", content="impact"), HeaderField(name="Severity", content="severity")),
    )
    world.process = replace(world.process, postmortem=rules)

    world.ask("grace", "/impact 40 orders\n/postmortem")

    written = file_of(world)
    assert "- **Impact:**" not in written
    assert "\n## Impact\n\n40 orders\n" in written


def test_numbers_and_people_in_what_people_wrote_become_links() -> None:
    world = running(
        "/sev 3", "/impact See #3 and @grace", "/update as in acme/api#4", "/resolve done with #5 `#6`\n```\n#7\n```"
    )

    world.ask("grace", "/postmortem")

    written = file_of(world)
    assert "\nSee [#3](https://github.com/acme/shop/issues/3) and [@grace](https://github.com/grace)\n" in written
    assert "| 14:00 | Update: as in [acme/api#4](https://github.com/acme/api/issues/4) |" in written
    assert "\ndone with [#5](https://github.com/acme/shop/issues/5) `#6`\n```\n#7\n```\n" in written


@pytest.mark.parametrize(
    "text", ["\x85# x", "a\u2028b\u2029c", "\x00", "\ud83d", "---", "a: b # c", "*a", "\ufeffx", "é 🔥"]
)
def test_the_front_matter_gives_back_the_very_title(text: str) -> None:
    incident = replace(running("/sev 1").incident, title=text)

    assert YAML(typ="safe", pure=True).load(front_matter(incident))["title"] == text
