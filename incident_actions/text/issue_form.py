"""Read an issue form's fields, and its answers back from an issue's body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.lazy_pattern import lazy_pattern

_NEWLINE = lazy_pattern(r"\r\n?")
_FENCED = lazy_pattern(r"(`{3,})[^\n`]*\n(.*?)\n?\1", re.DOTALL)
_HEADING = lazy_pattern(r"^### +(.*\S)[ \t]*$", re.MULTILINE)
_OF_ANOTHER = lazy_pattern(r"(?:\A|\n[ \t]*\n)### ")
_BLANK = "_no response_"
"""What GitHub writes under a question that nobody answered."""
_FOLD_START = "<details><summary>Not answered</summary>"
_FOLD_END = "</details><!-- not answered -->"
_EMPTY = frozenset({"", _BLANK, "none"})
_ONE_LINE = ("dropdown", "input")


@dataclass(frozen=True)
class FormField:
    """A question of a form.

    https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
    """

    id: str
    label: str
    type: str
    """GitHub's own word: `textarea`, `dropdown` and so on."""
    options: tuple[str, ...] = ()
    render: bool = False
    former: tuple[str, ...] = ()
    """Older labels of the same question."""


class _Heading(NamedTuple):
    """A line that may open an answer, as the last link of the best chain of such lines up to it."""

    line: int
    field: int
    score: int
    before: _Heading | None


def read_fields(form: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the questions of a form's YAML, in order, without elements that ask nothing."""
    body = form.get("body")
    elements = body if isinstance(body, list) else []
    return tuple(field for element in elements if (field := _field(element)))


def read_answers(body: str | None, fields: Iterable[FormField]) -> dict[str, str]:
    """Return the answers by field id; blank answers and those under unknown labels are left out.

    A body holds labels, not ids, and people write headings in their answers. So the headings taken are those that
    together follow the form best: as many as possible, in the form's order, with a dropdown's answer among its options.
    """
    lines = [line for line in _lines(body) if line not in (_FOLD_START, _FOLD_END)]
    asked = tuple(fields)
    found: dict[str, str] = {}
    for heading, after in pairwise([*_headings(lines, asked), None]):
        if heading:
            field = asked[heading.field]
            answer = _answer("\n".join(lines[heading.line + 1 : after.line if after else None]), field)
            found |= {field.id: answer} if answer.lower() not in _EMPTY else {}
    return found


def fold_blank_answers(body: str, fields: Iterable[FormField]) -> str:
    """Return a body with the questions that nobody answered collapsed where they are, and with all else as it is.

    `read_answers` and `answers_older_form` read it as before. Where they would not, it is the body itself.
    """
    asked = tuple(fields)
    lines = _lines(body)
    headings = _headings(lines, asked)
    if not headings or _FOLD_START in lines:
        return body
    folded = lines[: headings[0].line]
    for is_blank, sections in groupby(_sections(lines, headings), key=_is_blank):
        shown = "\n".join(line for section in sections for line in section).strip("\n")
        folded += [_FOLD_START, "", shown, "", _FOLD_END, ""] if is_blank else [shown, ""]
    text = "\n".join(folded).rstrip("\n")
    return text if _FOLD_START in folded and read_answers(text, asked) == read_answers(body, asked) else body


def may_fold(body: str) -> bool:
    """Return whether a body may have questions without an answer that are not collapsed, without reading a form."""
    return _BLANK in body.lower() and _FOLD_START not in body


def _sections(lines: list[str], headings: list[_Heading]) -> Iterator[list[str]]:
    """Yield the lines of each question with its answer."""
    for heading, after in pairwise([*headings, None]):
        if heading:
            yield lines[heading.line : after.line if after else None]


def _is_blank(section: list[str]) -> bool:
    return " ".join(section[1:]).strip().lower() == _BLANK


def _lines(body: str | None) -> list[str]:
    return _NEWLINE.sub("\n", body or "").split("\n")


def answers_older_form(body: str | None, fields: Iterable[FormField]) -> bool:
    """Whether a body seems to answer an older form: labels are missing, and other headings could be them."""
    headings = set(_HEADING.findall(_NEWLINE.sub("\n", body or "")))
    asked = tuple(fields)
    missing = [field for field in asked if not headings & {field.label, *field.former}]
    known = {label for field in asked for label in (field.label, *field.former)}
    return 0 < len(missing) <= len(headings - known)


def best_form(body: str | None, forms: Iterable[tuple[FormField, ...]]) -> tuple[FormField, ...]:
    """Return the form that a body was filed with: the one whose questions it has most of, the first of equal ones."""
    headings = set(_HEADING.findall(_NEWLINE.sub("\n", body or "")))

    def fit(form: tuple[FormField, ...]) -> int:
        asked = [bool(headings & {field.label, *field.former}) for field in form]
        return 2 * sum(asked) - len(asked)

    return max(forms, key=fit)


def with_former_labels(fields: Iterable[FormField], older: Iterable[FormField]) -> tuple[FormField, ...]:
    """Return the fields, each with its label in an older form as well; the ID shows that it is the same."""
    labels = {field.id: field.label for field in older}

    def add_former_label(field: FormField) -> FormField:
        label = labels.get(field.id, field.label)
        return field if label in (field.label, *field.former) else replace(field, former=(*field.former, label))

    return tuple(map(add_former_label, fields))


def _field(element: object) -> FormField | None:
    match element:
        case {"type": str(kind), "attributes": {"label": str(label)} as attributes, **others} if kind != "markdown":
            return FormField(
                id=str(others.get("id") or label),
                label=" ".join(label.split()),
                type=kind,
                options=tuple(_options(attributes.get("options"))),
                render=bool(attributes.get("render")),
            )
    return None


def _options(options: object) -> Iterable[str]:
    for option in options if isinstance(options, list) else []:
        yield str(option.get("label", "")) if isinstance(option, Mapping) else str(option)


def _headings(lines: list[str], asked: tuple[FormField, ...]) -> list[_Heading]:
    """Return the chain of headings with the highest score, top to bottom; of equal ones the first."""
    backwards = list(reversed(list(enumerate(asked))))
    numbers = {f"### {label}": number for number, field in backwards for label in field.former}
    numbers |= {f"### {field.label}": number for number, field in backwards}
    best: dict[int, _Heading] = {}
    for line, text in enumerate(lines):
        field = numbers.get(" ".join(text.split())) if text.startswith("### ") else None
        if field is None:
            continue
        before = max((best[each] for each in best if each < field), key=lambda chain: chain.score, default=None)
        score = (before.score if before else 0) + _fits(line, lines, asked[field])
        if field not in best or score > best[field].score:
            best[field] = _Heading(line, field, score, before)
    last = max(best.values(), key=lambda chain: chain.score, default=None)
    chain: list[_Heading] = []
    while last:
        chain.insert(0, last)
        last = last.before
    return chain


def _fits(line: int, lines: list[str], field: FormField) -> int:
    """Return how well a heading fits; being one counts most, then blank lines around it and a valid answer."""
    before = lines[line - 1] if line else ""
    after, answer = (*lines[line + 1 : line + 3], "", "")[:2]
    apart = not before.strip() and not after.strip()
    given = answer.strip()
    several = set(given.split(", ")) <= set(field.options)  # as GitHub writes several choices
    chosen = field.type == "dropdown" and (several or given in field.options or given.lower() in _EMPTY)
    return 4 + apart + chosen


def _answer(text: str, field: FormField) -> str:
    """Return an answer without blank lines around it, and without the fence that `render` adds.

    The answer to a dropdown or an input is one line, so a heading further down is not part of it, whoever wrote it.
    """
    answer = text.strip()
    if field.type in _ONE_LINE:
        return _OF_ANOTHER.split(answer, maxsplit=1)[0].strip()
    fenced = _FENCED.fullmatch(answer) if field.render else None
    shown = fenced[2].strip("\n") if fenced else answer
    return shown if shown.strip() else ""
