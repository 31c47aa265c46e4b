"""Issue forms: the questions of a YAML file, and the text that GitHub makes of the answers.

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

NO_RESPONSE = "_No response_"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a dropdown, or a check box."""

    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormElement:
    """An element of a form: a question, or a text if its kind is `markdown`."""

    kind: str
    id: str
    label: str
    description: str = ""
    placeholder: str = ""
    value: str = ""
    render: str = ""
    options: Sequence[Option] = ()
    multiple: bool = False
    required: bool = False

    def answer(self, given: Sequence[str]) -> str:
        """Return the part of the issue's text that has the answer; an empty string for a text that asks nothing."""
        if self.kind == "markdown":
            return ""
        return f"### {self.label}\n\n{self._answered([each for each in given if each.strip()])}"

    def _answered(self, given: Sequence[str]) -> str:
        if self.kind == "checkboxes":
            return "\n".join(f"- [{'x' if each.label in given else ' '}] {each.label}" for each in self.options)
        if self.kind == "dropdown":
            return ", ".join(each.label for each in self.options if each.label in given) or "None"
        text = given[0].strip() if given else ""
        if text and self.render:
            return f"```{self.render}\n{text}\n```"
        return text or NO_RESPONSE

    def is_missing(self, given: Sequence[str]) -> bool:
        """Check that the question needs an answer that was not given."""
        missing = any(each.required and each.label not in given for each in self.options)
        return missing or (self.required and not any(each.strip() for each in given))


@dataclass(frozen=True, slots=True)
class IssueForm:
    """A form or a template of issues: its file, its name, its questions. A template has a text instead."""

    file: str
    name: str
    description: str = ""
    title: str = ""
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    questions: Sequence[FormElement] = ()
    text: str = ""
    problems: Sequence[str] = field(default=())

    def body(self, answers: Mapping[str, Sequence[str]]) -> str:
        """Return the text of the issue."""
        parts = (each.answer(answers.get(each.id, ())) for each in self.questions)
        return "\n\n".join(part for part in parts if part)

    def missing(self, answers: Mapping[str, Sequence[str]]) -> list[str]:
        """Return the labels of the questions that still need an answer."""
        return [each.label for each in self.questions if each.is_missing(answers.get(each.id, ()))]


def read_form(file: str, text: str) -> IssueForm:
    """Read a form; one that GitHub would not show has its problems instead of questions."""
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError as error:
        return IssueForm(file, file, problems=[str(error)])
    if not isinstance(content, dict) or not isinstance(content.get("body"), list):
        return IssueForm(file, file, problems=["The form has no body."])
    elements = [each for each in content["body"] if isinstance(each, dict)]
    return IssueForm(
        file,
        str(content.get("name") or file),
        str(content.get("description") or ""),
        str(content.get("title") or ""),
        _names(content.get("labels")),
        _names(content.get("assignees")),
        [_question(at, each) for at, each in enumerate(elements)],
    )


def read_template(file: str, text: str) -> IssueForm:
    """Read a Markdown template, whose front matter has its name and its labels."""
    _, _, rest = text.partition("---\n") if text.startswith("---\n") else ("", "", f"---\n{text}")
    head, _, body = rest.partition("---\n")
    try:
        content = YAML(typ="safe").load(head) or {}
    except YAMLError as error:
        return IssueForm(file, file, problems=[str(error)])
    name, about = str(content.get("name") or file), str(content.get("about") or "")
    labels, assignees = _names(content.get("labels")), _names(content.get("assignees"))
    return IssueForm(file, name, about, str(content.get("title") or ""), labels, assignees, text=body.lstrip())


def _question(at: int, element: Mapping[str, Any]) -> FormElement:
    attributes = element.get("attributes") or {}
    kind = str(element.get("type"))
    options = [_option(each) for each in attributes.get("options") or ()]
    default = attributes.get("default")
    chosen = options[default].label if isinstance(default, int) and default < len(options) else ""
    return FormElement(
        kind,
        str(element.get("id") or f"question-{at}"),
        str(attributes.get("label") or ""),
        str(attributes.get("description") or ""),
        str(attributes.get("placeholder") or ""),
        chosen or str(attributes.get("value") or ""),
        str(attributes.get("render") or ""),
        options,
        multiple=bool(attributes.get("multiple")),
        required=bool((element.get("validations") or {}).get("required")),
    )


def _option(given: object) -> Option:
    if isinstance(given, dict):
        return Option(str(given.get("label", "")), bool(given.get("required")))
    return Option(str(given))


def _names(given: object) -> list[str]:
    if isinstance(given, str):
        return [each.strip() for each in given.split(",") if each.strip()]
    return [str(each) for each in given] if isinstance(given, list) else []
