"""The rules of events name workflows to watch, and titles with placeholders that exist."""

import pytest

from tests.model.process.small_process import read_small_process, refusal


def test_the_workflows_of_rules_are_watched_beside_those_that_are_listed() -> None:
    text = "events: {workflows: [CI, Deploy], rules: [{on: workflow_run, workflow: Nightly}, {on: workflow_run}, {on: release}]}"

    events = read_small_process(text).events

    assert events is not None
    assert events.watched_workflows == ("CI", "Deploy", "Nightly")


@pytest.mark.parametrize("title", ["{when}", "{tag!r}", "{tag:>9}", "{", "{}"])
def test_a_title_with_another_placeholder_is_refused(title: str) -> None:
    assert refusal(f"events: {{rules: [{{on: release, title: '{title}'}}]}}") == (
        ".github/incidents.yml:1:32: events.rules.0.title: words in braces can be {environment}, {workflow}, {branch}, {tag}, {commit}"
    )
