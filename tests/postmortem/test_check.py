"""The check finds what a person must fix in a post-mortem, on its line, and accepts a good one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incident_actions.drill.scripted.postmortem_story import fill_in
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.check import LONGEST, MOST, TALLEST, findings, owners
from incident_actions.postmortem.finding import (
    FileTooLong,
    MoreFound,
    PersonBlamed,
    PlaceholderLeft,
    SectionEmpty,
)
from tests.postmortem.form_processes import FORMS
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.test_file import file_of, finished_world
from tests.worlds import PROCESS, World

HINTS = {section.title: section.hint for section in PROCESS.postmortem.sections}


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


def test_a_file_of_a_little_known_incident_lacks_each_thing_that_people_must_add_once() -> None:
    world = World()
    world.ask("grace", "/sev 1\n/resolve")
    text = file_of(world)

    empty = (title for title in HINTS if HINTS[title])
    assert list(findings(text, PROCESS)) == [
        SectionEmpty(line_of(f"## {title}", text), title, HINTS[title]) for title in empty
    ]


def test_findings_are_in_the_order_of_lines() -> None:
    told = findings_of(
        "2026-03-20", "soon", GOOD_POSTMORTEM.replace("Customers noticed first.", "Customers noticed first. TODO")
    )

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


def test_another_process_has_its_own_sections() -> None:
    rules = replace(
        PROCESS.postmortem, header=(), sections=(Section(title="Why", hint="Ask five times."), Section(title="Causes"))
    )
    process = replace(PROCESS, postmortem=rules)
    front = GOOD_POSTMORTEM[: GOOD_POSTMORTEM.index("# Incident")]

    assert findings(f"{front}## Why\n\n## Causes\n\n@mary forgot it.\n", process) == (
        SectionEmpty(15, "Why", "Ask five times."),
        PersonBlamed(19, "mary"),
    )


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
