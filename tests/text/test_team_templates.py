"""A team's own template reaches its values and nothing behind them, and computes nothing that takes forever."""

from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, UndefinedError
from pydantic import BaseModel

from incident_actions.gateway.repository import templates
from incident_actions.model.incident.phase import Phase
from incident_actions.text.team_templates import LARGEST, MOST_REPEATED, RestrictedEnvironment
from incident_actions.text.wording import Wording
from tests.worlds import PROCESS


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

    assert said.startswith("Part 1 of this incident's record")
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

    assert (said.startswith("First. Part 1 of this incident's record"), why) == (True, "")


ENVIRONMENT = RestrictedEnvironment(undefined=StrictUndefined)


def fill(template: str, **values: Any) -> str:
    """Fill a template in the restricted environment alone."""
    return ENVIRONMENT.from_string(template).render(values)


@pytest.mark.parametrize(
    ("computation", "result"),
    [
        (f"{LARGEST} + 0", str(LARGEST)),
        (f"-{LARGEST} + 0", str(-LARGEST)),
        ("2 ** 30", str(2**30)),
        ("0 ** 99", "0"),
        ("2.5 ** 2", "6.25"),
        ("2 ** -1", "0.5"),
        ("7 // 2 - 7 % 2", "2"),
        ("3 / 2", "1.5"),
        (f"('x' * {MOST_REPEATED}) | length", str(MOST_REPEATED)),
        (f"({MOST_REPEATED // 2} * 'xy') | length", str(MOST_REPEATED)),
        (f"([1] * {MOST_REPEATED}) | length", str(MOST_REPEATED)),
        ("'a' + 'b'", "ab"),
        ("2 * 3", "6"),
        ("2.5 * 2", "5.0"),
    ],
)
def test_a_computation_within_the_limits_is_done(computation: str, result: str) -> None:
    assert fill(f"{{{{ {computation} }}}}") == result


@pytest.mark.parametrize(
    ("computation", "operator"),
    [
        (f"{LARGEST + 1} + 0", "+"),
        (f"0 - {LARGEST + 1}", "-"),
        (f"{LARGEST + 1} // 1", "//"),
        (f"1 % {LARGEST + 1}", "%"),
        (f"1 / {LARGEST + 1}", "/"),
        ("2 ** 31", "**"),
        ("3 ** 40", "**"),
        (f"'x' * {MOST_REPEATED + 1}", "*"),
        (f"{MOST_REPEATED + 1} * 'x'", "*"),
        (f"[1] * {MOST_REPEATED + 1}", "*"),
        (f"(1, 2) * {MOST_REPEATED // 2 + 1}", "*"),
    ],
)
def test_a_computation_that_could_take_forever_is_refused(computation: str, operator: str) -> None:
    with pytest.raises(SecurityError) as wrong:
        fill(f"{{{{ {computation} }}}}")

    assert str(wrong.value) == f"{operator} of these values has too large a result"


@pytest.mark.parametrize(
    ("template", "result"),
    [
        ("{{ at.year }}-{{ at.month }} {{ at.strftime('%H:%M') }} {{ at.tzinfo }}", "2026-3 14:05 UTC"),
        ("{{ phase.value }} {{ phase.name }}", "active ACTIVE"),
        ("{{ process.severities[0].label }} {{ process.severity('1').label }}", "SEV-1 SEV-1"),
        ("{{ text.upper() }} {{ items | join('-') }} {{ map.items() | list }}", "HI 1-2 [('a', 1)]"),
    ],
)
def test_data_and_plain_methods_are_reached(template: str, result: str) -> None:
    at = datetime(2026, 3, 4, 14, 5, tzinfo=UTC)

    assert fill(template, at=at, phase=Phase.ACTIVE, process=PROCESS, text="hi", items=[1, 2], map={"a": 1}) == result


@pytest.mark.parametrize("attribute", ["__class__", "severity.__func__"])
def test_a_template_cannot_reach_what_leads_to_python(attribute: str) -> None:
    with pytest.raises(SecurityError):
        fill(f"{{{{ process.{attribute} }}}}", process=PROCESS)


class FromLibrary(BaseModel):
    """A value whose class inherits methods from a library."""

    name: str = "x"


@pytest.mark.parametrize("attribute", ["model_dump()", "model_copy()", "json()"])
def test_a_template_cannot_reach_what_a_value_inherits(attribute: str) -> None:
    with pytest.raises(SecurityError):
        fill(f"{{{{ value.{attribute} }}}}", value=FromLibrary())


def test_a_class_has_no_attributes_here() -> None:
    with pytest.raises(SecurityError):
        fill("{{ kind.today() }}", kind=datetime)


@pytest.mark.parametrize("name", ["cycler", "joiner", "lipsum", "open"])
def test_a_template_has_only_three_names_besides_its_values(name: str) -> None:
    assert sorted(ENVIRONMENT.globals) == ["dict", "namespace", "range"]
    with pytest.raises(UndefinedError):
        fill(f"{{{{ {name} }}}}")
