"""Messages are worded through templates, and what people wrote stays text in them."""

import resource
import signal
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from incident_actions.gateway.local.render_limits import MAX_TIMEOUTS, RenderLimits
from incident_actions.model.incident.entry import Entry, IncidentEntry
from incident_actions.text.messages import all_messages
from incident_actions.text.timeline import HIDDEN_ENTRIES, lines
from incident_actions.text.wording import Wording, mention, repository_prefix, template_name
from tests.generated_values import TEXTS, any_of
from tests.live_markdown import live_parts
from tests.text.test_safe_markdown import TEXT
from tests.tiers import sampled
from tests.worlds import PROCESS, START, WORDING

UNTEMPLATED = Wording(dict[str, str]().get)
"""Words without any template."""


@pytest.mark.parametrize(
    "kind",
    sampled(sorted({*IncidentEntry.__args__} - {*HIDDEN_ENTRIES}, key=str), one_in=8, thin=6),
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
        ("{{ at | clock(at) }}", {"at": START}, "14:00"),
    ],
)
def test_times_are_shown_in_utc(template: str, values: dict[str, object], said: str) -> None:
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
        "{% set x = range(9999) | list %}" + "{% for a in x %}" * 3 + "{{ x | sort | length }}" + "{% endfor %}" * 3,
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
    assert wording.failed["good.md"] == "skipped, because other templates took too long"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x'.center(20_000_000_000) }}",
        "{{ '%20000000000d' | format(1) }}",
        "{% set x = 'x' * 1000 %}" + "{% set x = x ~ x %}" * 30 + "{{ x | length }}",
        "{% set x = range(9999) | list %}" + "{% set x = x + x %}" * 20 + "{{ x | length }}",
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


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ text | line }}", None),
        ("a\n{{ text", (2, "unexpected end of template, expected 'end of print statement'")),
        ("{% if %}", (1, "Expected an expression, got 'end of statement block'")),
        ("a\n\n{{ text | loud }}", (3, "No filter named 'loud'")),
    ],
)
def test_a_team_template_that_cannot_be_parsed_is_found_with_its_line(
    template: str, problem: tuple[int, str] | None
) -> None:
    assert UNTEMPLATED.find_syntax_error(template) == problem


def test_a_team_template_that_is_nested_too_deeply_is_found_at_its_beginning() -> None:
    problem = UNTEMPLATED.find_syntax_error(f"a\n{{{{ {'(' * 3_000}{')' * 3_000} }}}}")

    assert problem is not None
    assert (problem[0], problem[1].partition(" exceeded")[0]) == (1, "maximum recursion depth")


@pytest.mark.parametrize(
    ("repository", "shown"),
    [("", ""), ("acme/api", "acme/api"), ("a b", "`a b`"), ("acme/`x`", "`` acme/`x` ``"), ("acme/x/y", "`acme/x/y`")],
)
def test_a_repository_is_named_where_its_name_is_valid(repository: str, shown: str) -> None:
    assert repository_prefix(repository) == shown


def test_a_minute_is_shown_without_its_zone() -> None:
    assert Wording({"x.md": "{{ at | minute }}"}.get).render("x.md", {"at": START}) == "2026-03-04 14:00"


def test_what_a_template_may_not_reach_stays_out_of_reach_after_it_reached_what_it_may() -> None:
    wording = Wording(
        {"x.md": "{{ names.index(name) }}", "y.md": "{{ names.clear() }}", "z.md": "{{ names.__len__ }}"}.get
    )
    values = {"names": ["ada"], "name": "ada"}

    for _ in range(2):
        assert wording.render("x.md", values) == "0"
        for refused in ("y.md", "z.md"):
            with pytest.raises(SecurityError):
                wording.render(refused, values)
    assert values["names"] == ["ada"]
