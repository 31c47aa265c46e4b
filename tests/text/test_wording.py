"""Every message has words, and nothing in them acts but what the tool itself means."""

import re
import resource
import signal
import sys
from collections import Counter
from dataclasses import fields as dataclass_fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.gateway.local.render_limits import MAX_TIMEOUTS, RenderLimits
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.entry import Entry, IncidentEntry
from incident_actions.model.process.permission import ROLES
from incident_actions.text.messages import CheckLine, HandUndone, MayNot, Message, NotDeclared, all_messages
from incident_actions.text.timeline import HIDDEN_ENTRIES, lines
from incident_actions.text.wording import Wording, mention, template_name
from tests.generated_values import TEXTS, any_of
from tests.live_markdown import live_parts
from tests.text.test_safe_markdown import TEXT
from tests.tiers import sampled
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


@pytest.mark.parametrize("kind", sampled(all_messages(), one_in=4), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
def test_every_message_has_words_in_which_nothing_is_alive(kind: type[Message], drawn: st.DataObject) -> None:
    known = {name: values for name, values in FIELDS.items() if name in {slot.name for slot in dataclass_fields(kind)}}
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
        HandUndone("ada", "x", "write", role),
        NotDeclared("ada", "triage", role),
    )

    assert [set(live_parts(WORDING.word_message(message))) - OURS for message in said] == [set()] * 3


@pytest.mark.parametrize(
    "kind",
    sampled(sorted({*IncidentEntry.__args__} - {*HIDDEN_ENTRIES}, key=str), one_in=4),
    ids=lambda kind: kind.kind,
)
@given(drawn=st.data())
def test_every_line_of_the_timeline_is_one_line_in_which_nothing_is_alive(
    kind: type[Entry], drawn: st.DataObject
) -> None:
    known = {"branch": st.just("hotfix/pool"), "path": st.just("docs/x.md"), "milestone": st.just("started")}
    given_ = {name: values for name, values in known.items() if name in kind.__annotations__}
    entry = drawn.draw(any_of(kind, **given_))

    for line in lines((entry,), WORDING, PROCESS):
        assert len(line.text.splitlines()) <= 1
        assert live_parts(f"- {line.text}") == []


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
def test_only_a_valid_login_is_mentioned(login: str, shown: str) -> None:
    assert mention(login) == shown


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("{{ at | time }}", {"at": START}, "2026-03-04 14:00 UTC"),
        ("{{ at | time }}", {"at": START.date()}, "2026-03-04"),
        ("{{ span | length_of }}", {"span": timedelta(minutes=65)}, "1 h 5 min"),
    ],
)
def test_times_are_shown_in_utc_with_their_date(template: str, values: dict[str, object], said: str) -> None:
    assert Wording({"x.md": template}.get).render("x.md", values) == said


def test_a_template_has_the_name_of_its_message() -> None:
    names = {kind.__name__: template_name(kind) for kind in all_messages()}

    assert names["MayNot"] == "comments/may_not.md"
    assert names["NotAPerson"] == "comments/not_a_person.md"


BUILT_IN = {"x.md": "ours: {{ text | line }}"}.get


def fill_team_template(template: str, text: str = "plain") -> tuple[str, dict[str, str]]:
    """Fill a team's own template and return the text and its problem."""
    wording = Wording(BUILT_IN, {"x.md": template}.get)
    return wording.render("x.md", {"text": text, "people": {"commander": "ada"}}), wording.failed


def test_a_team_can_replace_a_template() -> None:
    assert fill_team_template("**{{ text | line }}**, says {{ people.commander | mention }}") == (
        "**plain**, says @ada",
        {},
    )


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
def test_a_failing_team_template_is_replaced_by_the_tools_own_and_its_problem_is_kept(
    template: str, problem: str
) -> None:
    said, failed = fill_team_template(template)

    assert said == "ours: plain"
    assert failed["x.md"].startswith(problem)


def word_with_team_template(template: str, **values: object) -> tuple[str, str]:
    """Word a message with a team's own template in place of a real one, and return why it was not used."""
    wording = Wording(templates.load_template, {"comments/page.md": template}.get)
    said = wording.render("comments/page.md", {"number": 1, "process": PROCESS, **values})
    return said, "".join(wording.failed.values())


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ '' | attr('__class__') }}",
        "{{ [''] | map(attribute='__class__') | join }}",
        "{{ [''] | map('attr', '__class__') | join }}",
        "{{ [process] | map(attribute='__class__.__init__.__globals__') | join }}",
        "{{ [process, process] | groupby('__class__') | list }}",
        "{{ '{0.__class__}'.format(process) }}",
        "{{ ''.format_map.__self__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ namespace(x=1).__class__ }}",
        "{{ self.__class__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ range.__globals__ }}",
        "{{ dict.mro() }}",
        "{% for x in [1] %}{{ loop._iterable.__class__ }}{% endfor %}",
        "{{ cycler('a').next() }}",
        "{{ joiner()() }}",
        "{{ lipsum() }}",
        "{{ process.parse_file('/etc/passwd') }}",
        "{{ process.parse_raw('N.', proto='pickle', allow_pickle=True) }}",
        "{{ process.model_construct() }}",
        "{{ process.model_dump() }}",
        "{{ process.model_fields }}",
        "{{ [process] | map(attribute='model_dump') | map('string') | join }}",
        "{% include '/etc/passwd' %}",
        "{% include '../templates/comments/page.md' %}",
        "{% include 'comments/../comments/page.md' %}",
        "{% include '/proc/self/environ' %}",
        "{% include ['../../etc/passwd', '/etc/passwd'] %}",
        "{% import '/etc/passwd' as x %}{{ x }}",
        "{% from '/etc/passwd' import x %}",
        "{% extends '/etc/passwd' %}",
        "{{ range(1_000_000_000) | length }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' * 10_000_000_000 }}",
        "{{ 10_000_000_000 * [1] }}",
        "{{ ('f' * 100_000) | int(base=16) // 3 }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_a_teams_template_reaches_values_and_nothing_behind_them(template: str) -> None:
    said, why = word_with_team_template(template)

    assert said.startswith("Earlier part 1 of this incident's record")
    assert why


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ [''] | map(attribute='__class__') | list }}", "[Undefined]"),
        ("{% include 'parts/none.md' ignore missing %}x", "x"),
        ("{% set n = namespace(x=1) %}{% set n.x = n.x + 1 %}{{ n.x * 3 }}", "6"),
        ("{{ 'a-b'.partition('-') | first }}{{ '%s' | format(1) }}{{ '{:03}'.format(2) }}", "a1002"),
        ("{{ process.labels.incident ~ process.severities[0].label }}", "incidentSEV-1"),
        ("{{ dict(a=1).items() | list | length }}{{ range(3) | sum }}", "13"),
    ],
)
def test_a_teams_template_does_with_values_what_the_tools_own_do(template: str, said: str) -> None:
    assert word_with_team_template(template) == (said, "")


def test_a_teams_template_may_include_one_of_the_tools() -> None:
    said, why = word_with_team_template("First. {% include 'comments/page.md' %}")

    assert (said.startswith("First. Earlier part 1 of this incident's record"), why) == (True, "")


@pytest.mark.parametrize("kind", all_messages(), ids=lambda kind: kind.__name__)
@given(drawn=st.data())
@settings(max_examples=3)
def test_a_copy_of_the_tools_own_template_can_be_used(kind: type[Message], drawn: st.DataObject) -> None:
    known = {name: values for name, values in FIELDS.items() if name in {slot.name for slot in dataclass_fields(kind)}}
    message = drawn.draw(any_of(kind, **known))
    copied = Wording(templates.load_template, templates.load_template)

    assert copied.word_message(message)
    assert copied.failed == {}


ENDLESS = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3


def limited_wording(limits: RenderLimits, **own: str) -> Wording:
    """Return a wording with a team's own templates, by name, that are filled within limits."""
    ours = {f"{name}.md": "ours" for name in own}
    return Wording(ours.get, {f"{name}.md": text for name, text in own.items()}.get, limits)


@pytest.mark.parametrize(
    "template",
    [
        ENDLESS,
        f"{{% macro endless() %}}{ENDLESS}{{% endmacro %}}{{{{ endless() }}}}",
        "{% set x = range(99999) | list %}" + "{% for a in x %}" * 3 + "{{ x | sort | length }}" + "{% endfor %}" * 3,
    ],
    ids=["loops", "macro", "filters"],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what swallows the first signal, warns
def test_a_template_that_never_ends_is_given_up(template: str) -> None:
    wording = limited_wording(RenderLimits(seconds=0.3), endless=template)

    assert wording.render("endless.md", {}) == "ours"
    assert wording.failed == {"endless.md": "it took longer than 0.3 seconds"}


def test_a_template_that_runs_into_its_limit_stops_nothing_that_follows() -> None:
    before = signal.getsignal(signal.SIGPROF)
    wording = limited_wording(RenderLimits(seconds=0.3), endless=ENDLESS, good="good")

    assert [wording.render(f"{name}.md", {}) for name in ("endless", "good", "endless")] == ["ours", "good", "ours"]
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_after_several_endless_templates_no_other_is_tried() -> None:
    names = [f"endless{number}" for number in range(MAX_TIMEOUTS)]
    wording = limited_wording(RenderLimits(seconds=0.1), **dict.fromkeys(names, ENDLESS), good="good")

    assert [wording.render(f"{name}.md", {}) for name in (*names, "good")] == ["ours"] * (MAX_TIMEOUTS + 1)
    assert wording.failed["good.md"] == "not tried, because others took too long"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x'.center(20_000_000_000) }}",
        "{{ '%20000000000d' | format(1) }}",
        "{% set x = 'x' * 1000 %}" + "{% set x = x ~ x %}" * 30 + "{{ x | length }}",
        "{% set x = range(99999) | list %}" + "{% set x = x + x %}" * 20 + "{{ x | length }}",
    ],
    ids=["padding", "format", "doubling texts", "doubling lists"],
)
def test_a_template_that_wants_all_memory_gets_none(template: str) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    wording = limited_wording(RenderLimits(), greedy=template)

    assert wording.render("greedy.md", {}) == "ours"
    assert wording.failed["greedy.md"].partition(":")[0] in {"MemoryError", "OverflowError", "ValueError"}
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@given(TEXT)
def test_a_value_that_a_team_template_does_not_filter_is_harmless(text: str) -> None:
    said, failed = fill_team_template("It is {{ text }}, {{ text ~ '!' }} and {{ [text, text] | join(' ') }}.", text)

    assert failed == {}
    assert live_parts(said) == []
