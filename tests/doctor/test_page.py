"""The page about the doctor describes what the doctor does."""

from dataclasses import replace
from pathlib import Path

from incident_actions.cli.doctor import render_report
from incident_actions.contract.repository_facts import BranchRule, MissingFact, TokenPermissions, Workflow
from incident_actions.doctor import report
from incident_actions.doctor.registry import CHECKS
from tests.doctor.healthy_repository import NOON, WORDING, healthy_facts, process

PAGE = (Path(__file__).parents[2] / "docs" / "doctor.md").read_text()


def test_the_page_lists_every_check_with_its_meaning_and_its_setting() -> None:
    rows = [f"| `{check.name}` | {check.meaning} | {check.place} |" for check in CHECKS]

    assert PAGE.partition("## What it looks for")[2].partition("\n## ")[0].split("\n")[4:-1] == rows, "\n".join(rows)


def test_the_sample_on_the_page_is_what_is_printed() -> None:
    known = healthy_facts().workflows
    assert not isinstance(known, MissingFact)
    idle = tuple(Workflow(each.path, "disabled_inactivity", NOON) if "sweep" in each.path else each for each in known)
    ill = healthy_facts(
        rights=TokenPermissions("read", may_open_pulls=False),
        workflows=idle,
        rules=(BranchRule("postmortem/1", "creation"),),
        teams={"acme/payments": MissingFact(403, "the organization permission Members (read)")},
    )

    sample = render_report("acme/shop", report.report_lines(ill, process(), WORDING), 80)

    shown = PAGE.partition("```text\n")[2].partition("```")[0]
    assert shown == f"{sample}\n", sample
    assert max(map(len, (line for line in sample.splitlines() if "://" not in line))) <= 80


def test_a_page_that_is_longer_than_the_terminal_stays_whole() -> None:
    place = replace(healthy_facts().repository, page="https://github.com/" + "a" * 100, issues=False)

    shown = render_report("acme/shop", report.report_lines(healthy_facts(repository=place), process(), WORDING), 40)

    assert f"      https://github.com/{'a' * 100}/settings" in shown.splitlines()


def test_nothing_in_a_report_is_obeyed_by_a_terminal() -> None:
    ill = healthy_facts(accounts={"a\x1b[2Jb": "nobody"})

    assert "\x1b" not in render_report("acme/shop", report.report_lines(ill, process(), WORDING), 80)
