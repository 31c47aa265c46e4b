"""The check finds what a person must fix in a post-mortem, on its line, and accepts a good one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.drill.scripted.postmortem_story import fill_in
from incident_actions.model.process.postmortem import Column, Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.check import LONGEST, MOST, TALLEST, findings, is_postmortem, owners
from incident_actions.postmortem.finding import (
    AddressFound,
    FileTooLong,
    Finding,
    FrontMatterKey,
    FrontMatterMissing,
    FrontMatterUnreadable,
    ImpactWithoutNumber,
    ItemNotVerifiable,
    ItemWithoutDate,
    ItemWithoutOwner,
    ItemWithoutType,
    MoreFound,
    OwnerNotChecked,
    OwnerUnknown,
    PersonBlamed,
    PlaceholderLeft,
    SecretFound,
    SectionEmpty,
    SectionMissing,
    SectionMoved,
    TimeOutOfOrder,
    TimeUnreadable,
    word_finding,
)
from tests.postmortem.form_processes import FORMS
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.test_file import file_of, finished_world
from tests.worlds import PROCESS, WORDING, World

HINTS = {section.title: section.hint for section in PROCESS.postmortem.sections}
TYPES = PROCESS.actions.types


def test_a_well_written_post_mortem_has_no_findings() -> None:
    assert findings_of() == []
    assert findings_of("\n", "\r\n") == []
    assert findings_of("", "") == findings_of(text=f"\ufeff{GOOD_POSTMORTEM}")


def test_a_fresh_file_lacks_what_people_must_add_and_nothing_else() -> None:
    text = file_of(finished_world())

    assert list(findings(text, PROCESS)) == [
        PlaceholderLeft(line_of("<!-- One", text), HINTS["Summary"]),
        PlaceholderLeft(line_of("<!-- Who was", text), HINTS["Impact"]),
        *(
            SectionEmpty(line_of(f"## {title}", text), title, HINTS[title])
            for title in ("Root cause", "What went well", "What went poorly", "Where we were lucky")
        ),
        PlaceholderLeft(line_of("<!-- Each one", text), HINTS["Action items"]),
    ]
    assert findings(fill_in(text), PROCESS) == ()


def test_a_file_of_a_little_known_incident_lacks_everything_that_people_must_add() -> None:
    world = World()
    world.ask("grace", "/sev 1\n/resolve")
    text = file_of(world)

    empty = (title for title in HINTS if HINTS[title])
    assert list(findings(text, PROCESS)) == [
        PlaceholderLeft(line_of("- **Impact", text), "who was affected, and how; give a number"),
        *(SectionEmpty(line_of(f"## {title}", text), title, HINTS[title]) for title in empty),
    ]


# ── Front matter


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("---\nincident", "incident", FrontMatterMissing(1)),
        ("---\nincident", " ---\nincident", FrontMatterMissing(1)),
        ("severity: SEV-1\n", "", FrontMatterKey(1, "severity", "a severity, or null where none was set")),
        ("incident: 7", "incident: '7'", FrontMatterKey(2, "incident", "the incident's number")),
        ("incident: 7", "incident: true", FrontMatterKey(2, "incident", "the incident's number")),
        ("services:\n- checkout-api", "services: api", FrontMatterKey(5, "services", "a list")),
        ("roles:\n", "roles: [\n", FrontMatterUnreadable(9, "expected ',' or ']', but got ':'")),
        ("severity: SEV-1", "severity: SEV-1\nseverity: SEV-2", None),
        ("severity: SEV-1", "severity: !!python/name:os.system x", None),
        ("severity: SEV-1", "severity: null", ()),
        ("severity: SEV-1", f"severity: {'[' * 60}", FrontMatterUnreadable(1, "it is far longer than what the tool writes")),
        ("severity: SEV-1", f"severity: {'a' * 5_000}", FrontMatterUnreadable(1, "it is far longer than what the tool writes")),
    ],
)  # fmt: skip
def test_front_matter_is_for_machines(old: str, new: str, finding: Finding | tuple[()] | None) -> None:
    told = [each for each in findings_of(old, new) if type(each).__name__.startswith("FrontMatter")]

    if finding is None:
        assert [type(each) for each in told] == [FrontMatterUnreadable]
    else:
        assert told == ([finding] if isinstance(finding, Finding) else [])


@pytest.mark.parametrize("front", ["", "- a\n", "a: *b\n", "a: 2026-13-45\n", "? [a]\n: b\n", "\x00\n", "a: &a [*a]\n"])
def test_unusable_front_matter_is_reported_once(front: str) -> None:
    told = findings(f"---\n{front}---\n", PROCESS)

    assert [each for each in told if isinstance(each, (FrontMatterKey, FrontMatterUnreadable))]


# ── Sections and placeholders


def test_a_missing_section_is_reported_where_it_belongs() -> None:
    assert findings_of("## Durations\n", "## How long\n") == [SectionMissing(line_of("## Who did"), "Durations")]
    assert SectionMissing(len(GOOD_POSTMORTEM.split("\n")), "Action items") in findings_of(
        "## Action items", "## Later"
    )


def test_headings_count_at_any_level_and_in_any_case() -> None:
    assert findings_of("## ", "### ") == []
    assert findings_of("## Root cause", "## ROOT CAUSE") == []
    assert findings_of("## Impact\n", "Impact\n------\n") == []


def test_a_heading_of_ones_own_is_welcome() -> None:
    assert (
        findings_of("## What went well\n", "### A latent bug\n\nIt slept.\n\n## Charts\n\nNone.\n\n## What went well\n")
        == []
    )


@pytest.mark.parametrize("heading", ["```\n## Durations\n```\n", "<!--\n## Durations\n-->\n", "    ## Durations\n"])
def test_a_heading_in_code_or_in_a_comment_does_not_count(heading: str) -> None:
    assert SectionMissing in [type(each) for each in findings_of("## Durations\n", heading)]


def test_a_moved_section_is_reported_alone() -> None:
    lucky = "## Where we were lucky\n\nIt was at night.\n\n"
    moved = GOOD_POSTMORTEM.replace(lucky, "").replace("## Summary", f"{lucky}## Summary")
    first = GOOD_POSTMORTEM.replace("## Summary\n", "## Later\n").replace("## Impact", "## Summary\n\nx 1\n\n## Impact")

    assert findings(moved, PROCESS) == (
        SectionMoved(
            line_of("## Where", moved), "Where we were lucky", "What went poorly", "Customer-facing communication"
        ),
    )
    assert findings(first, PROCESS) == ()


@pytest.mark.parametrize("nothing", ["", "…", "...", "-", "<!-- markdownlint-disable -->", "### Details", "***", "[ ]"])
def test_a_section_that_says_nothing_is_empty(nothing: str) -> None:
    assert findings_of("It was at night.", nothing) == [
        SectionEmpty(line_of("## Where"), "Where we were lucky", HINTS["Where we were lucky"])
    ]


def test_a_table_without_rows_says_nothing_but_words_instead_do() -> None:
    rows = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Refuse") :]

    assert findings_of(rows) == [SectionEmpty(line_of("## Action items"), "Action items", HINTS["Action items"])]
    assert findings_of(rows, "\nNone: the guardrail was there, and held.\n") == []


@pytest.mark.parametrize(
    ("old", "new", "placeholder"),
    [
        ("The rollback took", "<!-- say more -->The rollback took", "say more"),
        ("The rollback took", "<!-- one\n\ntwo --> The rollback took", "one\n\ntwo"),
        ("The rollback took", "TODO The rollback took", "TODO"),
        ("`grace`", "TBD", "TBD"),
    ],
)
def test_a_placeholder_is_reported_on_its_line(old: str, new: str, placeholder: str) -> None:
    told = findings_of(old, new)

    (left,) = (each for each in told if isinstance(each, PlaceholderLeft))
    assert left.placeholder.startswith(placeholder)
    assert left.line == line_of("The rollback") if old != "`grace`" else line_of("| 2026-03-04 14:00")


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- a hint -->` stood there for 2 days",
        "<!-- prettier-ignore -->\nThree",
        "the `TODO` list",
        "a todo of ours",
    ],
)
def test_a_text_that_only_looks_like_a_placeholder_is_not_reported(text: str) -> None:
    assert findings_of("The rollback took four minutes.", text) == []


# ── Impact


@pytest.mark.parametrize(
    "impact",
    ["50% of orders", "~40 orders a minute", "$3k lost", "1.300.000 requests", "Nobody was affected.", "Two customers",
     "All customers, for 39 minutes", "| Orders |\n|---|\n| 1300 |"],
)  # fmt: skip
def test_an_impact_with_a_number_is_enough(impact: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", impact) == []


@pytest.mark.parametrize(
    "impact",
    ["Many customers", "Everybody since 14:05 on 2026-03-04", "A SEV-1 for the users of api-v2", "See #12 and @team2",
     "Users of 4.2.1", "https://status.example.org/7", "1. Customers\n2. Staff"],
)  # fmt: skip
def test_a_date_a_name_or_a_version_is_no_number(impact: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", impact)[0] == ImpactWithoutNumber(
        line_of("About 1,300")
    )


# ── Timeline


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ("2026-03-04 13:39", TimeOutOfOrder(
            line_of("| 2026-03-04 14:00"),
            datetime(2026, 3, 4, 13, 39, tzinfo=UTC), datetime(2026, 3, 4, 13, 40, tzinfo=UTC))),
        ("13:39", TimeOutOfOrder(
            line_of("| 2026-03-04 14:00"),
            datetime(2026, 3, 4, 13, 39, tzinfo=UTC), datetime(2026, 3, 4, 13, 40, tzinfo=UTC))),
        ("", TimeUnreadable(line_of("| 2026-03-04 14:00"), "")),
        ("in the night", TimeUnreadable(line_of("| 2026-03-04 14:00"), "in the night")),
        ("14:05 CET", TimeUnreadable(line_of("| 2026-03-04 14:00"), "14:05 CET")),
        ("2026-03-04T14:05+01:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "2026-03-04T14:05+01:00")),
        ("25:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "25:00")),
        ("2026-02-30 14:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "2026-02-30 14:00")),
        ("2026-03-04 13:40", None),
        ("14:05", None),
        ("2026-03-04T14:05:30Z", None),
        ("2026-03-04 14:05 UTC", None),
        ("**2026-03-04 14:05**", None),
        ("~14:05", None),
        ("14:05-14:20", None),
        ("`14:05`", None),
    ],
)  # fmt: skip
def test_a_row_of_the_timeline_begins_with_its_time(given: str, finding: Finding | None) -> None:
    assert findings_of("2026-03-04 14:00 |", f"{given} |") == ([finding] if finding else [])


def test_a_timeline_of_lines_is_read_as_well() -> None:
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Time (UTC)") : GOOD_POSTMORTEM.index("## Durations")]
    lines = "Times are UTC.\n\n- 2026-03-04 13:40 started\n- 14:00: declared, see 13:50\n  - by grace\n- 13:55 looked at\n\n"

    (told,) = findings_of(table, lines)
    assert told == TimeOutOfOrder(
        line_of("| Time (UTC)") + 5,
        datetime(2026, 3, 4, 13, 55, tzinfo=UTC),
        datetime(2026, 3, 4, 14, 0, tzinfo=UTC),
    )


# ── Action items


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("@linus |", "linus |", ItemWithoutOwner),
        ("@linus |", "@acme/database |", ItemWithoutOwner),
        ("@linus |", " |", ItemWithoutOwner),
        ("2026-03-27", "soon", ItemWithoutDate),
        ("2026-03-27", "2026-02-30", ItemWithoutDate),
    ],
)
def test_an_item_names_one_person_and_a_day(old: str, new: str, finding: type[Finding]) -> None:
    (told,) = findings_of(old, new)

    assert told == finding(line_of("| Alert when"), "Alert when the pool is over 90 % full for 5 minutes")  # type: ignore[call-arg]  # both have an item


@pytest.mark.parametrize("given", ["", "hope", "detect / prevent"])
def test_an_items_type_is_one_of_the_process(given: str) -> None:
    item = "Alert when the pool is over 90 % full for 5 minutes"

    assert findings_of("detect |", f"{given} |") == [ItemWithoutType(line_of("| Alert when"), item, TYPES)]
    assert findings_of("detect |", "Detect |") == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Improve monitoring", "watch"),
        ("improve the monitoring of checkout", "watch"),
        ("We should improve our alerting.", "watch"),
        ("Add more alerts", "watch"),
        ("add monitoring", "watch"),
        ("Be more careful", "care"),
        ("Be more careful with the 3 settings that the release of every Thursday touches", "care"),
        ("Pay attention to pool sizes", "care"),
        ("Make sure everybody reads the runbook", "care"),
        ("Don't do that again", "care"),
        ("Investigate", "look"),
        ("Look into the timeouts", "look"),
        ("Root-cause the leak", "look"),
        ("Discuss with the platform team", "talk"),
        ("Train on-call engineers", "talk"),
        ("Improve performance", "better"),
        ("Review firewall rules", "better"),
    ],
)
def test_an_item_that_nobody_could_verify_is_refused_with_a_better_shape(text: str, shape: str) -> None:
    assert findings_of("Alert when the pool is over 90 % full for 5 minutes", text) == [
        ItemNotVerifiable(line_of("| Alert when"), text, shape)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Alert on pool exhaustion",
        "Add an alert for a full pool",
        "Check the pool size at start",
        "Write the runbook",
        "Drop idle connections",
        "Fix the pool leak",
        "Careful restart of the workers by a script",
        "Investigate why the pool fills at 02:00 and write it into the runbook",
        "Improve p99 of checkout to 300 ms",
        "Review the alerts until each has an owner",
        "Improve `pool.check`",
        "Reviewer for releases: a second person has to approve",
        "Lookup table for settings",
    ],
)
def test_an_item_that_can_be_checked_off_is_left_alone(text: str) -> None:
    assert findings_of("Alert when the pool is over 90 % full for 5 minutes", text) == []


def test_a_task_list_must_meet_the_same_rules() -> None:
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Item") :]
    lines = "- [ ] Investigate — Owner: @linus — Due: soon — Type: detect\n"

    assert findings_of(table, lines) == [
        ItemNotVerifiable(line_of("| Item"), "Investigate", "look"),
        ItemWithoutDate(line_of("| Item"), "Investigate"),
    ]


def test_columns_and_types_that_the_process_does_not_have_are_not_asked_for() -> None:
    rules = PROCESS.postmortem.model_copy(update={"columns": (Column(name="Item", content="item"),)})
    process = PROCESS.model_copy(update={"postmortem": rules})
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Item") :]

    assert findings(GOOD_POSTMORTEM.replace(table, "| Item |\n|---|\n| Write the runbook |\n"), process) == ()


def test_unknown_owners_are_reported_by_line() -> None:
    people = {"grace": None, "linus": False}

    assert owners(GOOD_POSTMORTEM, PROCESS) == ("grace", "linus")
    assert findings(GOOD_POSTMORTEM, PROCESS, {"grace": True, "linus": True}) == ()
    assert findings(GOOD_POSTMORTEM, PROCESS, people) == (
        OwnerNotChecked(line_of("| Refuse"), "grace"),
        OwnerUnknown(line_of("| Alert when"), "linus"),
    )
    assert [each.level for each in findings(GOOD_POSTMORTEM, PROCESS, people)] == ["notice", "error"]


# ── Blame


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("@mary forgot to raise the pool.", "mary"),
        ("`ada` should have looked.", "ada"),
        ("It was Ada's mistake.", "ada"),
        ("The mistake of **@mary** was quick.", "mary"),
        ("An error by @mary.", "mary"),
        ("@mary, who ignored the alert", "mary"),
        ("@mary simply didn't check", "mary"),
        ("linus was careless", "linus"),
        ("We blame @mary.", "mary"),
        ("@mary broke production", "mary"),
        ("all of it:\n@mary\nforgot", "mary"),
    ],
)
def test_a_root_cause_that_blames_a_person_is_reported(text: str, person: str) -> None:
    at = line_of("@linus saw") + (1 if text.startswith("all of it") else 0)

    assert findings_of("@linus saw", f"{text} @linus saw") == [PersonBlamed(at, person)]


@pytest.mark.parametrize(
    "text",
    [
        "@mary noticed that the release failed to start.",
        "@mary found the mistake of the release script.",
        "@mary broke the release into two steps.",
        "The script forgot to close the connection; `ada` saw it.",
        "kim forgot it.",
        "Errors by the thousand were seen by @mary.",
        "```\n@mary forgot\n```\n",
        "Adaptive pools should have been on.",
    ],
)
def test_a_root_cause_that_only_names_people_is_left_alone(text: str) -> None:
    assert findings_of("@linus saw", f"{text}\n\n@linus saw") == []


def test_blame_is_searched_for_in_the_root_cause_alone() -> None:
    assert findings_of("Customers noticed first.", "@mary forgot to look for 4 minutes.") == []


# ── What must not be published


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ghp_" + "a1B2" * 9, "a GitHub token"),
        ("github_pat_" + "a1B2" * 9, "a GitHub token"),
        ("glpat-" + "a1B2" * 5, "a GitLab token"),
        ("AKIA" + "A2B3C4D5E6F7G2H3", "an AWS access key"),
        ("xoxb-" + "123456789012-abc", "a Slack token"),
        ("https://hooks.slack.com/services/T" + "0123456/B0123456/abcdefgh01234567", "a Slack webhook"),
        ("AIza" + "a1B2_" * 7, "a Google API key"),
        ("sk_live_" + "a1B2" * 6, "a Stripe key"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0", "a signed token (JWT)"),
        ("postgres://shop:" + "hunter2@db.internal/shop", "a password in a URL"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "`{}`", "token={}", "    {}", "<!-- prettier-ignore {} -->"])
def test_a_credential_is_reported_by_its_kind_and_never_repeated(text: str, kind: str, around: str) -> None:
    told = findings_of("It was at night.", f"It was at night.\n\n{around.format(text)}")

    assert told == [SecretFound(line_of("It was") + 2, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "ghp_short",
        "AKIAIOSFODNN7EXAMPLE",
        "postgres://shop:***@db.internal/shop",
        "postgres://shop:$PASSWORD@db.internal/shop",
        "https://example.org:8443/a@b",
        "-----BEGIN PUBLIC KEY-----",
        "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0",
        "eyJhbGciOiJIUzI1NiJ9",
    ],
)
def test_a_text_that_is_not_a_credential_is_left_alone(text: str) -> None:
    assert findings_of("It was at night.", text) == []


def test_a_persons_address_is_reported_once_a_line() -> None:
    assert findings_of("It was at night.", "It hit mary.poe@acme.com and kim@acme.co.uk.") == [
        AddressFound(line_of("It was at"))
    ]


@pytest.mark.parametrize(
    "text",
    ["support@acme.com was told", "ada@example.org", "7+ada@users.noreply.github.com", "git@github.com:acme/shop.git",
     "![](logo@2x.png)", "shop@1.2.3", "@ada and @linus", "a @ b.com"],
)  # fmt: skip
def test_an_address_of_an_office_or_of_nobody_is_left_alone(text: str) -> None:
    assert findings_of("It was at night.", text) == []


# ── The whole


def test_findings_are_in_the_order_of_lines() -> None:
    told = findings_of("2026-03-20", "soon", GOOD_POSTMORTEM.replace("Customers noticed first.", "TODO"))

    assert [each.line for each in told] == sorted(each.line for each in told)
    assert [each.rule for each in told] == ["placeholder-left", "item-without-date"]


def test_a_file_that_nobody_reads_to_its_end_is_not_checked() -> None:
    too_long = FileTooLong(1, LONGEST, TALLEST)

    assert findings("a" * (LONGEST + 1), PROCESS) == (too_long,)
    assert findings("\n" * (TALLEST + 1), PROCESS) == (too_long,)
    assert owners(GOOD_POSTMORTEM + "\n" * TALLEST, PROCESS) == ()


def test_findings_beyond_the_limit_are_counted() -> None:
    told = findings_of("It was at night.", "TODO\n\n" * 150)

    assert len(told) == MOST + 1
    assert told[-1] == MoreFound(told[-2].line + 2, 50)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/incidents/2026-03-04-checkout-is-down.md", True),
        ("docs/incidents/2026/a.MD", True),
        ("docs/incidents/a\n::error::b.md", True),
        ("docs/incidents/README.md", False),
        ("docs/incidents/graph.png", False),
        ("docs/incidents", False),
        ("docs/incidents.md", False),
        ("docs/incidents/../../README2.md", False),
        ("docs/other/a.md", False),
        ("/docs/incidents/a.md", False),
        ("src/docs/incidents/a.md", False),
    ],
)
def test_only_markdown_below_the_folder_is_a_post_mortem(path: str, expected: bool) -> None:
    assert is_postmortem(path) is expected


def test_another_process_has_its_own_sections() -> None:
    rules = PROCESS.postmortem.model_copy(
        update={"header": (), "sections": (Section(title="Why", hint="Ask five times."), Section(title="Causes"))}
    )
    process = PROCESS.model_copy(update={"postmortem": rules})
    front = GOOD_POSTMORTEM[: GOOD_POSTMORTEM.index("# Incident")]

    assert findings(f"{front}## Why\n\n## Causes\n\n@mary forgot it.\n", process) == (
        SectionEmpty(15, "Why", "Ask five times."),
        PersonBlamed(19, "mary"),
    )


# ── Every form


def findings_of_spoilt_file(name: str, old: str, new: str) -> list[Finding]:
    """Return what the check finds in another process's post-mortem once something in it is replaced."""
    text = SOUND[name]
    assert list(findings(text, FORMS[name])) == []
    assert old in text
    return list(findings(text.replace(old, new), FORMS[name]))


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


def on(name: str, words: str) -> int:
    return line_of(words, SOUND[name])


def moment(clock: str, day: str = "0001-01-01") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00Z")


MIDNIGHT = moment("00:10", "2026-03-05")


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "### Root Cause\n", "### Cause\n", SectionMissing(on("lean", "### What Went Well"), "Root Cause")),
        ("lean", "### Timeline\n", "#### Timeline\n", None),
        ("lean", "Nothing compares them", "@mary forgot to compare them", PersonBlamed(on("lean", "Nothing"), "mary")),
        ("war-room", "It was late", "@mary forgot it", PersonBlamed(on("war-room", "It was"), "mary")),
        ("war-room", "Nothing compares them", "@mary forgot", PersonBlamed(on("war-room", "Nothing"), "mary")),
        ("p-levels", "Compare them.", "@mary forgot it, and says so.", None),
        ("lean", "1,300 orders failed", "orders failed", ImpactWithoutNumber(on("lean", "**Impact"))),
        ("lean", "and everybody heard of it", "and 12 people were told", None),
        ("lean", "1,300 orders failed\nand everybody heard of it", "", ImpactWithoutNumber(on("lean", "**Impact"))),
        ("lean", "1,300 orders failed\nand everybody heard of it", "orders\nand 12 people", None),
        ("lean", "**Impact**: 1,300 orders failed\nand everybody heard of it\n", "", ImpactWithoutNumber(on("lean", "## Incident"))),
        ("lean", "1,300 orders failed\nand everybody heard of it", "<!-- who -->", PlaceholderLeft(on("lean", "**Impact"), "who")),
        ("lean", "**Impact**:", "**IMPACT:**", None),
        ("mitigate-first", "1,300 orders failed", "orders failed", ImpactWithoutNumber(on("mitigate-first", "- **Impact"))),
        ("mitigate-first", "- **Impact:** 1,300", "**Impact** 1,300", None),
        ("p-levels", "- **Date:** 2026-03-04", "- **Impact:** many", None),
        ("p-levels", "- 1,300 users", "- many users", ImpactWithoutNumber(on("p-levels", "- 1,300"))),
        ("p-levels", "- 1,300 users", "- [Users affected]", PlaceholderLeft(on("p-levels", "- 1,300"), "[Users affected]")),
        ("p-levels", "- 1,300 users", "- [Users affected] 1,300", None),
        ("p-levels", "- The rollback", "- The rollback\n- [Positive observations]", PlaceholderLeft(on("p-levels", "- The roll") + 1, "[Positive observations]")),
        ("p-levels", "Compare them.", "- [Positive observations]", None),
        ("p-levels", "Refuse a smaller pool |", "[Action] |", PlaceholderLeft(on("p-levels", "| Refuse"), "[Action]")),
        ("lean", "Refuse a smaller pool (#12)", "[Preventive measure]",
         PlaceholderLeft(on("lean", "- [ ]"), "[Preventive measure] — Owner: @grace — Due: 2026-03-20")),
        ("lean", "| 2026-03-05 00:10", "| 00:10", TimeOutOfOrder(on("lean", "| 2026-03-05"), moment("00:10"), moment("23:40"))),
        ("mitigate-first", "- 2026-03-05 00:10", "- 00:10",
         TimeOutOfOrder(on("mitigate-first", "- 2026-03-05"), moment("00:10"), moment("23:40"))),
        ("mitigate-first", "00:10 — resolved", "00:10 — mitigated\n- 00:05 — resolved",
         TimeOutOfOrder(on("mitigate-first", "- 2026-03-05") + 1, moment("00:05", "2026-03-05"), MIDNIGHT)),
        ("mitigate-first", "23:40 — declared", "late — declared", TimeUnreadable(on("mitigate-first", "- 23:40"), "late — declared")),
        ("mitigate-first", "23:40 — declared", "23:40 CET — declared", TimeUnreadable(on("mitigate-first", "- 23:40"), "23:40 CET — declared")),
        ("mitigate-first", "23:40 — declared", "23:40+01:00 x", TimeUnreadable(on("mitigate-first", "- 23:40"), "23:40+01:00 x")),
        ("mitigate-first", "23:40 — declared", "23:70 — declared", TimeUnreadable(on("mitigate-first", "- 23:40"), "23:70 — declared")),
        ("mitigate-first", "23:40 — declared", "23:40 UTC — declared", None),
        ("mitigate-first", "23:40 — declared", "**23:40-23:50**: declared", None),
        ("mitigate-first", "23:40 — declared", "`23:40` 3 errors", None),
        ("mitigate-first", "  - by grace", "  and by grace", None),
        ("lean", "Owner: @grace", "Owner:", ItemWithoutOwner(on("lean", "- [ ]"), "Refuse a smaller pool")),
        ("lean", " — Due: 2026-03-20", "", ItemWithoutDate(on("lean", "- [ ]"), "Refuse a smaller pool")),
        ("lean", "- [ ] Refuse", "- [x] Refuse", None),
        ("lean", "Refuse a smaller pool", "Be more careful", ItemNotVerifiable(on("lean", "- [ ]"), "Be more careful", "care")),
        ("p-levels", "| 2026-03-20 |", "| |", ItemWithoutDate(on("p-levels", "| Refuse"), "Refuse a smaller pool")),
        ("war-room", "kind: prevention", "kind: hope",
         ItemWithoutType(on("war-room", "- Refuse"), "Refuse a smaller pool", ("prevention", "documentation", "monitoring"))),
        ("war-room", " — ownership: @grace", "", ItemWithoutOwner(on("war-room", "- Refuse"), "Refuse a smaller pool")),
        ("war-room", " — ownership: @grace", " — owner: @grace", None),
        ("mitigate-first", "| prevent |", "| |", ItemWithoutType(on("mitigate-first", "| Refuse"), "Refuse a smaller pool", TYPES)),
    ],
)  # fmt: skip
def test_problems_in_another_form_are_reported_on_their_lines(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])


def test_a_time_without_a_known_day_is_reported_without_one() -> None:
    told = word_finding(TimeOutOfOrder(7, moment("00:10"), moment("23:40")), WORDING)

    assert told.startswith("The timeline goes back from 23:40 to 00:10 UTC. ")


PIECES = ("\n", "\n\n", " ", "---\n", "## Impact\n", "## Timeline (UTC)\n", "## Action items\n", "## Root cause\n", "| a | b |\n|---|---|\n",
          "| 14:05 | x |\n", "- 14:05 — x\n", "- [Action]", " — Owner:", "### Action Items\n", "## Incident: x\n", "- **Impact:** ", "**Impact**: x", "- [ ] ", "<!--", "-->", "`", "```\n", "> ", "- ", "@ada", " forgot ", "TODO", "a: [", "\\", "\x00", "\r", "1", "<div>", "é")  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map("".join),
    st.sampled_from((PROCESS, *FORMS.values())),
)
def test_any_file_can_be_checked(text: str, process: Process) -> None:
    told = findings(text, process)

    assert all(1 <= each.line <= text.count("\n") + text.count("\r") + 1 for each in told)
    assert told == findings(text, process)
