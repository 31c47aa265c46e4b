"""The reader of GitHub's expressions is right wherever the workflows rest on it."""

import pytest

from incident_actions.sandbox.expressions import evaluate, interpolate

CONTEXTS = {"github": {"actor": "Ada", "event": {"labels": [{"name": "Bug"}, {"id": 3}], "number": 7}}, "vars": {}}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'it''s'", "it's"),
        ("null || 'else'", "else"),
        ("'' && 'never'", ""),
        ("true || false && false", True),
        ("!github.event.number", False),
        ("github.actor == 'ADA'", True),
        ("github.event.number == '7'", True),
        ("github.missing.deep == ''", True),
        ("github.missing == github.actor", False),
        ("github.missing != 'Bot'", True),
        ("contains(github.event.labels.*.name, 'bug')", True),
        ("contains(github.event.labels.*.name, 'bu')", False),
        ("contains(github.missing.*.name, 'bug')", False),
        ("contains(github.actor, 'D')", True),
        ("startsWith(github.actor, 'ad')", True),
        ("startsWith(github.missing, 'ad')", False),
        ("format('{0}-{1}', github.actor, true)", "Ada-true"),
        ("format('{{0}} {{{0}}} {0}', github.actor)", "{0} {Ada} Ada"),
        ("format('{0}', '{1}')", "{1}"),
        (r"""fromJSON('"\n/"')""", "\n/"),
        ("(false || true) && (true)", True),
    ],
)
def test_an_expression_comes_to_what_github_documents(expression: str, expected: object) -> None:
    assert evaluate(expression, CONTEXTS) == expected


def test_a_text_takes_in_the_values_of_its_expressions() -> None:
    text = "group-${{ github.event.number || 'none' }}-${{ vars.MISSING }}"

    assert interpolate(text, CONTEXTS) == "group-7-"


@pytest.mark.parametrize(
    "template", ["{0.__class__}", "{0[name]}", "{0!r}", "{0:>9}", "{}", "{github}", "{", "}", "{0", "{-1}", "{256}"]
)
def test_format_reaches_no_attribute_and_refuses_what_githubs_refuses(template: str) -> None:
    with pytest.raises(SyntaxError, match="The following format string is invalid: "):
        evaluate(f"format('{template}', github.actor)", CONTEXTS)


def test_format_refuses_an_argument_that_was_not_given() -> None:
    with pytest.raises(SyntaxError, match=r"references more arguments than were supplied: \{1\}"):
        evaluate("format('{1}', github.actor)", CONTEXTS)


@pytest.mark.parametrize("expression", ["'open", "(true", "true true", "contains('a', 'b'", "a ? b"])
def test_an_expression_that_github_refuses_is_refused(expression: str) -> None:
    with pytest.raises((SyntaxError, KeyError)):
        evaluate(expression, {})
