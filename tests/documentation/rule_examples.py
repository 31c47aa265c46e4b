"""A bad and a good example for each rule of the post-mortem check, as the reference shows them.

A test puts each into a well-written post-mortem: the bad one gives exactly one finding, of its rule, and the good one
gives none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from incident_actions.model.incident.incident import PostmortemFile
from incident_actions.model.process.check_rules import RuleName
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import Finding
from incident_actions.postmortem.parts import digests
from tests.postmortem.checks.test_record import FILE, known
from tests.worlds import PROCESS

HEAD = "| Item | Owner | Due | Type |\n|---|---|---|---|\n"
ITEMS = FILE.partition("## Action items\n\n")[2].rstrip()
CAUSE = FILE.partition("## Root cause\n\n")[2].partition("\n\n")[0]
ROWS = FILE.partition("## Timeline (UTC)\n\n")[2].partition("\n\n")[0]
TIMES = "| Time (UTC) | Event | By |\n|---|---|---|\n"
IMPACT = "About 1,300 orders failed between 13:40 and 14:55."
SUMMARY = "A release cut the pool from 50 connections to 5. Rolling it back ended it."


@dataclass(frozen=True, slots=True)
class RuleExample:
    """Two versions of a part of a post-mortem."""

    part: str
    """The part of the well-written post-mortem in whose place the versions go."""
    bad: str
    good: str = ""
    """The good version; empty where it is the part itself."""
    when: str = ""
    """What the check must know besides the file, for people."""
    people: Mapping[str, bool | None] = field(default_factory=dict)

    @property
    def better(self) -> str:
        """The good version."""
        return self.good or self.part


def _item(cells: str, better: str, when: str = "", people: Mapping[str, bool | None] | None = None) -> RuleExample:
    """Return an example of a table with one action item."""
    return RuleExample(ITEMS, f"{HEAD}| {cells} |", f"{HEAD}| {better} |", when, people or {})


FULL = "Alert when the pool is over 90 % full for 5 minutes | @linus | 2026-03-27 | detect"

EXAMPLES: Mapping[RuleName, RuleExample] = {
    "front-matter-missing": RuleExample(FILE.partition("\n\n")[0], ""),
    "front-matter-unreadable": RuleExample(
        "title: 'Checkout is down: 50% of orders fail'", "title: Checkout is down: 50% of orders fail"
    ),
    "front-matter-key": RuleExample("services:\n- checkout-api", "services: checkout-api"),
    "record-differs": RuleExample(
        "started: '2026-03-04T13:40:00Z'",
        "started: '2026-03-04T13:30:00Z'",
        when="The record of the incident has 13:40, because somebody wrote `/started 13:40`.",
    ),
    "duration-differs": RuleExample(
        "| Time to resolve | 1 h 15 min |",
        "| Time to resolve | 45 min |",
        when="By the times of the record, it took 1 h 15 min.",
    ),
    "section-missing": RuleExample(f"## Impact\n\n{IMPACT}", IMPACT),
    "section-misnamed": RuleExample("## Root cause", "## Root Causes"),
    "section-moved": RuleExample(
        f"## Summary\n\n{SUMMARY}\n\n## Impact\n\n{IMPACT}", f"## Impact\n\n{IMPACT}\n\n## Summary\n\n{SUMMARY}"
    ),
    "section-empty": RuleExample("## What went well\n\nThe rollback took four minutes.", "## What went well\n\n…"),
    "section-untouched": RuleExample(
        f"## Root cause\n\n{CAUSE}",
        "## Root cause\n\nRelease 41 lowered the pool to 5 connections.",
        when="The tool wrote the sentence itself, from `/status identified`.",
    ),
    "placeholder-left": RuleExample(SUMMARY, "A release cut the pool from 50 connections to 5. TODO: how it ended"),
    "summary-too-long": RuleExample(
        SUMMARY,
        f"{' '.join(['It began with a release that nobody had tried with as many workers as we have in production.'] * 10)}",
        SUMMARY,
    ),
    "impact-without-number": RuleExample(IMPACT, "Many customers couldn't pay."),
    "detection-without-source": RuleExample("Customers noticed first.", "It took too long.", "Customers noticed first, before any alert."),
    "time-unreadable": RuleExample(
        ROWS, f"{TIMES}| at lunch | The release went out | linus |", f"{TIMES}| 13:40 | The release went out | linus |"
    ),
    "time-out-of-order": RuleExample(
        ROWS,
        f"{TIMES}| 14:20 | Rolled back | ada |\n| 14:00 | Declared | grace |",
        f"{TIMES}| 14:00 | Declared | grace |\n| 14:20 | Rolled back | ada |",
    ),
    "item-without-owner": _item("Alert when the pool is over 90 % full | the team | 2026-03-27 | detect", FULL),
    "owner-unknown": _item(
        "Alert when the pool is over 90 % full | @linux | 2026-03-27 | detect",
        FULL,
        "GitHub has no person `linux`.",
        {"linux": False, "linus": True},
    ),
    "owner-not-checked": _item(
        "Alert when the pool is over 90 % full | @octocat | 2026-03-27 | detect",
        FULL,
        "GitHub didn't answer who `octocat` is.",
        {"octocat": None, "linus": True},
    ),
    "item-without-date": _item("Alert when the pool is over 90 % full | @linus | soon | detect", FULL),
    "item-without-type": _item("Alert when the pool is over 90 % full | @linus | 2026-03-27 | better", FULL),
    "item-not-verifiable": _item("Improve monitoring | @linus | 2026-03-27 | detect", FULL),
    "item-unread": RuleExample(
        ITEMS,
        f"{HEAD}| {FULL} |\n\n• Write the runbook of the pool",
        f"{HEAD}| {FULL} |\n| Write the runbook of the pool | @linus | 2026-03-27 | mitigate |",
    ),
    "item-row-too-wide": _item(
        "Alert when `pool_used | pool_size` is over 90 % | @linus | 2026-03-27 | detect",
        "Alert when `pool_used \\| pool_size` is over 90 % | @linus | 2026-03-27 | detect",
    ),
    "item-repeated": RuleExample(
        ITEMS,
        f"{HEAD}| {FULL} |\n| {FULL} |",
        f"{HEAD}| {FULL} |\n| Alert when the queue is over 1,000 orders | @linus | 2026-03-27 | detect |",
    ),
    "item-date-relative": _item("Alert when the pool is over 90 % full | @linus | next friday | detect", FULL),
    "item-in-prose": RuleExample(
        ITEMS,
        f"{HEAD}| {FULL} |\n\n@grace will also write the runbook of the pool.",
        f"{HEAD}| {FULL} |\n| Write the runbook of the pool | @grace | 2026-03-27 | mitigate |",
    ),
    "person-blamed": RuleExample(
        CAUSE,
        "@linus forgot to check the pool's size.",
        "Nothing compares the pool's size with the number of workers, so the example value went out.",
    ),
    "secret-found": RuleExample(
        SUMMARY,
        "The pool came back with postgres://checkout:hunter2@db/orders.",
        "The pool came back with the right address of the database.",
    ),
    "address-found": RuleExample(SUMMARY, "jane.doe@gmail.com reported it first.", "A customer reported it first."),
    "personal-data-found": RuleExample(
        SUMMARY, "The transfer to GB29 NWBK 6016 1331 9268 19 failed first.", "A transfer to a bank in Britain failed first."
    ),
}  # fmt: skip
"""The examples by rule, in the order of the rules."""


def findings_in(name: RuleName, version: str) -> tuple[Finding, ...]:
    """Return what the check finds with one version of an example in the well-written post-mortem."""
    example = EXAMPLES[name]
    assert FILE.count(example.part) == 1
    text, incident = FILE.replace(example.part, version), known()
    if name == "section-untouched":
        of_the_tool = digests(FILE.replace(example.part, example.bad))
        kept = frozenset(of_the_tool) - frozenset(digests(FILE))
        incident = replace(incident, postmortem_file=PostmortemFile("a.md", written=kept))
    rules = replace(PROCESS.postmortem, rules={name: "error"})
    return findings(text, replace(PROCESS, postmortem=rules), example.people, incident)
