"""Whatever is said can be said, and nothing in it acts but what the tool itself means."""

import re
from collections import Counter
from dataclasses import fields as dataclass_fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from incident_actions.commands.table import COMMANDS
from incident_actions.incident.entry import Entry, IncidentEntry
from incident_actions.messages import HandUndone, Line, MayNot, Message, NotDeclared, all_messages
from incident_actions.snapshot import ROLES
from incident_actions.timeline import UNSPOKEN, lines
from incident_actions.wording import Wording, mention, template_of
from tests.alive import alive
from tests.facts import TEXTS, any_of
from tests.test_neutral import TEXT
from tests.worlds import PROCESS, START, WORDING

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
    "owner": LOGINS | st.just(""),
    "people": st.lists(LOGINS, max_size=2).map(tuple),
    "on_call": st.lists(LOGINS, max_size=2).map(tuple),
    "needed": st.sampled_from([*ROLES, "nobody"]),
    "usage": st.sampled_from([command.usage for command in COMMANDS]),
    "known": KNOWN,
    "milestone": st.just("started"),
    "other": st.just("detected"),
    "must_be": st.sampled_from(["before", "after"]),
    "phase": st.sampled_from(["active", "closed"]),
    "instead": st.just("/reopen") | st.just(""),
    "ref": st.just("v1.2"),
    "start": st.just("main"),
    "branch": st.just("hotfix/pool"),
    "postmortem_branch": st.just("postmortem/7") | st.just(""),
    "compare": st.just("https://github.com/acme/shop/compare/main...x?expand=1"),
    "path": st.just("docs/incidents/2026-03-04-x.md"),
    "run": st.just("https://github.com/acme/shop/actions/runs/1") | st.just(""),
    "lines": st.lists(st.sampled_from([(each.usage, each.meaning) for each in COMMANDS]), max_size=3).map(tuple),
    "checked": st.lists(
        st.builds(
            Line,
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
    "days": st.integers(-30, 400),
    "when": st.sampled_from(["not acknowledged", "no progress", "not mitigated", "not resolved"]),
    "also": st.lists(st.just("Look at the channels"), max_size=2).map(tuple),
    "key": st.just("commander"),
    "repository": st.sampled_from(["acme/api", ""]),
    "clone": st.just("https://github.com/acme/api.git"),
    "number": st.integers(1, 99),
}
OURS = {"table_open"}
FOLD = re.compile(r"<details><summary>(<b>Ready to send</b>|Passed: \d+|Not known: [\w, ]+)</summary>|</details>")


@pytest.mark.parametrize("kind", all_messages(), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
def test_every_message_is_said_and_nothing_in_it_is_alive(kind: type[Message], drawn: st.DataObject) -> None:
    known = {name: values for name, values in FIELDS.items() if name in {slot.name for slot in dataclass_fields(kind)}}
    message = drawn.draw(any_of(kind, **known))

    said = WORDING.say(message)

    acts = Counter(alive("\n".join(line for line in said.split("\n") if not FOLD.fullmatch(line))))
    boxes = sum(len(each.items) for each in getattr(message, "steps", ()))
    assert said
    assert acts.pop("task", 0) <= boxes
    assert set(acts) <= OURS


@pytest.mark.parametrize("role", ["$", "_a_", "`", "![x](https://evil.example/p)"])
def test_a_role_is_shown_as_text_whatever_it_is_called(role: str) -> None:
    said = (
        MayNot("sev", "ada", "write", role),
        HandUndone("ada", "x", "write", role),
        NotDeclared("ada", "triage", role),
    )

    assert [set(alive(WORDING.say(message))) - OURS for message in said] == [set()] * 3


@pytest.mark.parametrize("kind", sorted({*IncidentEntry.__args__} - {*UNSPOKEN}, key=str), ids=lambda kind: kind.kind)
@given(drawn=st.data())
def test_every_line_of_the_timeline_is_one_line_in_which_nothing_is_alive(
    kind: type[Entry], drawn: st.DataObject
) -> None:
    known = {"branch": st.just("hotfix/pool"), "path": st.just("docs/x.md"), "milestone": st.just("started")}
    given_ = {name: values for name, values in known.items() if name in kind.__annotations__}
    entry = drawn.draw(any_of(kind, **given_))

    for line in lines((entry,), WORDING, PROCESS):
        assert len(line.text.splitlines()) <= 1
        assert alive(f"- {line.text}") == []


@given(TEXT | TEXTS)
def test_a_text_from_people_is_never_a_template(text: str) -> None:
    wording = Wording({"x.md": "{{ text | line }}"}.get)

    assert "49" not in wording.render("x.md", {"text": f"{{{{ 7 * 7 }}}}{text.replace('49', '')}"})


def test_a_value_that_is_not_given_is_an_error_and_no_empty_word() -> None:
    wording = Wording({"x.md": "{{ nobody }}"}.get)

    with pytest.raises(UndefinedError):
        wording.render("x.md", {})


def test_a_template_reaches_nothing_but_its_values() -> None:
    wording = Wording({"x.md": "{{ process.__class__.__mro__ }}"}.get)

    with pytest.raises(Exception, match="unsafe"):
        wording.render("x.md", {"process": PROCESS})


@pytest.mark.parametrize(
    ("login", "shown"),
    [
        ("ada", "@ada"),
        ("acme/on-call", "@acme/on-call"),
        ("renovate[bot]", "@renovate[bot]"),
        ("not a login", "`not a login`"),
        ("", "` `"),
        ("x`@acme/all", "``x`@acme/all``"),
    ],
)
def test_only_what_can_be_a_login_is_mentioned(login: str, shown: str) -> None:
    assert mention(login) == shown


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("{{ at | time }}", {"at": START}, "2026-03-04 14:00 UTC"),
        ("{{ at | time }}", {"at": START.date()}, "2026-03-04"),
        ("{{ span | length_of }}", {"span": timedelta(minutes=65)}, "1 h 5 min"),
    ],
)
def test_times_are_said_in_utc_with_their_date(template: str, values: dict[str, object], said: str) -> None:
    assert Wording({"x.md": template}.get).render("x.md", values) == said


def test_a_template_is_called_like_its_message() -> None:
    names = {kind.__name__: template_of(kind) for kind in all_messages()}

    assert names["MayNot"] == "comments/may_not.md"
    assert names["NotAPerson"] == "comments/not_a_person.md"


BUILT_IN = {"x.md": "ours: {{ text | line }}"}.get


def own(template: str, text: str = "plain") -> tuple[str, dict[str, str]]:
    """What a team's own template says, and what was wrong with it."""
    wording = Wording(BUILT_IN, {"x.md": template}.get)
    return wording.render("x.md", {"text": text, "people": {"commander": "ada"}}), wording.failed


def test_a_team_words_things_its_own_way() -> None:
    assert own("**{{ text | line }}**, says {{ people.commander | mention }}") == ("**plain**, says @ada", {})


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ text", "TemplateSyntaxError: "),
        ("{{ nobody }}", "UndefinedError: 'nobody' is undefined"),
        ("{{ text | loud }}", "TemplateAssertionError: No filter named 'loud'."),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("{{ text.__class__.__mro__ }}", "SecurityError: access to attribute '__class__' of 'str' object is unsafe."),
        ("{{ people.clear() }}", "SecurityError: "),
        ("{{ range(10**9) | length }}", "OverflowError: Range too big."),
        ("{% include '../../etc/passwd' %}", "TemplateNotFound: "),
        ("{{ 'x' * 30000 }}", "it came to 30000 characters, and 20000 is the most"),
    ],
)
def test_where_it_fails_the_tools_own_words_stand_in_and_it_is_known_why(template: str, problem: str) -> None:
    said, failed = own(template)

    assert said == "ours: plain"
    assert failed["x.md"].startswith(problem)


@given(TEXT)
def test_what_it_forgets_to_filter_is_harmless_all_the_same(text: str) -> None:
    said, failed = own("It is {{ text }}, {{ text ~ '!' }} and {{ [text, text] | join(' ') }}.", text)

    assert failed == {}
    assert alive(said) == []
