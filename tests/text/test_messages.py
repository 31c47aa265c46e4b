"""Every message has words, and nothing in them acts but what the tool itself means."""

import re
from collections import Counter
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.gateway.repository import templates
from incident_actions.model.process.permission import ROLES
from incident_actions.model.process.severity_choice import SeverityChoice
from incident_actions.text import messages
from incident_actions.text.messages import (
    CheckLine,
    DigestLine,
    Lacks,
    ManualChangeReverted,
    MayNot,
    Message,
    NotDeclared,
    Refusal,
    TimerMessage,
    all_messages,
)
from incident_actions.text.wording import Wording
from tests.generated_values import MOMENTS, TEXTS, any_of
from tests.live_markdown import live_parts
from tests.tiers import sampled
from tests.worlds import WORDING

# What each field may hold. Where a name stands here, the text comes from the tool, GitHub or the configuration;
# everything else is text from people.
WORDS = st.sampled_from([*(command.word for command in COMMANDS), "frobnicate"])
LOGINS = st.just("ada")
KNOWN = st.lists(st.sampled_from(["SEV-1", "Investigating", "commander"]), min_size=1, max_size=3).map(tuple)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "asked": WORDS,
    "nearest": WORDS | st.just(""),
    "belongs": st.sampled_from(["incident", "action item"]),
    "person": LOGINS,
    "commander": LOGINS | st.just(""),
    "lead": LOGINS | st.just(""),
    "owner": LOGINS | st.just(""),
    "people": st.lists(LOGINS, max_size=2).map(tuple),
    "on_call": st.lists(LOGINS, max_size=2).map(tuple),
    "needed": st.sampled_from([*ROLES, "nobody"]),
    "usage": st.sampled_from([command.usage for command in COMMANDS]),
    "known": KNOWN,
    "choices": st.lists(st.just(SeverityChoice("1", "SEV-1", "all is down")), min_size=1, max_size=3).map(tuple),
    "source": st.sampled_from(["alert", "form", "label"]),
    "copied": st.sampled_from(["/sev ", ""]),
    "milestone": st.just("started"),
    "other": st.just("detected"),
    "must_be": st.sampled_from(["before", "after"]),
    "phase": st.sampled_from(["active", "closed"]),
    "instead": st.just("/reopen") | st.just(""),
    "ref": st.just("v1.2"),
    "start": st.just("main"),
    "branch": st.just("hotfix/pool"),
    "fix_branch": st.just("postmortem/7-2") | st.just(""),
    "changes": st.lists(
        st.builds(
            messages.RowChange,
            st.sampled_from(["text", "owner", "due", "type"]),
            st.just("ada"),
            st.just("ada"),
            st.sampled_from(["", "not assignable", "not a date"]),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    "before": st.just("a" * 40),
    "after": st.just("b" * 40),
    "postmortem_branch": st.just("postmortem/7") | st.just(""),
    "compare": st.just("https://github.com/acme/shop/compare/main...x?expand=1"),
    "review_list": st.just("https://github.com/acme/shop/issues?q=is%3Aissue%20label%3A%22ops%20sync%22") | st.just(""),
    "path": st.just("docs/incidents/2026-03-04-x.md"),
    "run": st.just("https://github.com/acme/shop/actions/runs/1") | st.just(""),
    "lines": st.lists(st.sampled_from([(each.usage, each.meaning) for each in COMMANDS]), max_size=3).map(tuple),
    "checked": st.lists(
        st.builds(
            CheckLine,
            check=st.just("labels"),
            level=st.sampled_from(["pass", "warn", "fail", "unknown"]),
            case=st.just("lacking"),
            title=st.just("Labels"),
            says=st.just("Missing: `x`."),
            change=st.just("Create them."),
            place=st.just("Issues"),
            page=st.just(""),
        ),
        max_size=3,
    ).map(tuple),
    "items": st.lists(st.tuples(st.integers(1, 99), LOGINS | st.just("")), max_size=3).map(tuple),
    "due_items": st.lists(
        st.builds(
            DigestLine,
            number=st.integers(1, 99),
            text=TEXTS,
            due=st.dates(),
            days=st.integers(-30, 400),
            incident=st.integers(1, 99),
            why=st.sampled_from(["", "lead", "late", "nobody"]),
            owner=LOGINS | st.just(""),
            unreachable=TEXTS,
        ),
        max_size=3,
    ).map(tuple),
    "happens": st.sampled_from(["alert", "over", "report", "comment", "merge", "silent", "else"]),
    "actor": LOGINS | st.just(""),
    "drill": st.just("/drill bad-release") | st.just(""),
    "removed": st.lists(st.just("drill/7"), max_size=2).map(tuple),
    "targets": st.lists(
        st.builds(
            messages.ScoredTarget,
            what=st.sampled_from(["acknowledge", "updates"]),
            verdict=st.sampled_from(["met", "late", "missed", "too early"]),
            due=st.none() | MOMENTS,
            at=st.none() | MOMENTS,
            late=st.timedeltas(timedelta(), timedelta(days=3)),
            url=st.just("https://github.com/acme/shop/issues/7") | st.just(""),
        ),
        max_size=3,
    ).map(tuple),
    "differs": st.lists(st.tuples(st.sampled_from(["started", "impact"]), st.text(), st.text()), max_size=2).map(tuple),
    "days": st.integers(-30, 400),
    "when": st.sampled_from(["not acknowledged", "no progress", "not mitigated", "not resolved"]),
    "also": st.lists(st.just("Look at the channels"), max_size=2).map(tuple),
    "key": st.just("commander"),
    "repository": st.sampled_from(["acme/api", ""]),
    "clone": st.just("https://github.com/acme/api.git"),
    "view_url": st.just("https://github.com/acme/shop/blob/main/docs/incidents/2026-03-04-x.md"),
    "edit_url": st.just("https://github.com/acme/shop/edit/main/docs/incidents/2026-03-04-x.md"),
    "lacks": st.none() | st.builds(Lacks, st.just(("sev", "resolve")), st.text(max_size=20), st.just("write")),
    "number": st.integers(1, 99),
    "home": st.just("https://github.com/acme/shop"),
    "private": st.just("acme/security"),
    "where": st.just("acme/security#3"),
    "fixes": st.lists(st.just("acme/api#12"), max_size=2).map(tuple),
}
OURS = {"table_open"}
FOLD = re.compile(
    r"<details><summary>(<b>Ready to send</b>|Passed: \d+|Could not be checked: [\w, ]+)</summary>|</details>"
)


@pytest.mark.parametrize("kind", sampled(all_messages(), one_in=8, thin=6), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
def test_every_message_has_words_in_which_nothing_is_live_parts(kind: type[Message], drawn: st.DataObject) -> None:
    known = {name: values for name, values in FIELDS.items() if name in {slot.name for slot in fields(kind)}}
    message = drawn.draw(any_of(kind, **known))

    said = WORDING.word_message(message)

    acts = Counter(live_parts("\n".join(line for line in said.split("\n") if not FOLD.fullmatch(line))))
    boxes = sum(len(each.items) for each in getattr(message, "steps", ()))
    assert said
    assert acts.pop("task", 0) <= boxes
    assert set(acts) <= OURS


@pytest.mark.parametrize("role", ["$", "_a_", "`", "![x](https://evil.example/p)"])
def test_a_role_is_shown_as_text_whatever_it_is_called(role: str) -> None:
    said = (
        MayNot("sev", "ada", "write", role),
        ManualChangeReverted("ada", "x", "write", role),
        NotDeclared("ada", "triage", role),
    )

    assert [set(live_parts(WORDING.word_message(message))) - OURS for message in said] == [set()] * 3


@pytest.mark.parametrize("kind", sampled(all_messages(), one_in=8), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
@settings(max_examples=3)
def test_a_copy_of_the_tools_own_template_can_be_used(kind: type[Message], drawn: st.DataObject) -> None:
    known = {name: values for name, values in FIELDS.items() if name in {slot.name for slot in fields(kind)}}
    message = drawn.draw(any_of(kind, **known))
    copied = Wording(templates.load_template, templates.load_template)

    assert copied.word_message(message)
    assert copied.failed == {}


def test_every_message_of_the_module_is_listed_once_and_no_base_of_several() -> None:
    source = Path(messages.__file__).read_text(encoding="utf-8")
    written = re.findall(r"^class (\w+)\((?:Message|Refusal|TimerMessage|NotPermitted)\):", source, re.MULTILINE)

    names = [kind.__name__ for kind in all_messages()]

    assert names == [name for name in written if name not in ("Refusal", "TimerMessage")]


def test_every_refusal_names_the_command_that_was_asked_for_first() -> None:
    refusals = [kind for kind in all_messages() if issubclass(kind, Refusal)]

    assert {fields(kind)[0].name for kind in refusals} == {"asked"}


def test_every_timer_message_has_people_times_and_how_often_it_was_due() -> None:
    timers = [kind for kind in all_messages() if issubclass(kind, TimerMessage)]

    assert {tuple(slot.name for slot in fields(kind)[:4]) for kind in timers} == {("people", "due", "posted", "times")}
