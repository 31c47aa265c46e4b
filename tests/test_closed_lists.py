"""What can be said, recorded and asked are closed lists; each member has what it needs."""

from pathlib import Path
from typing import get_args

import pytest

from incident_actions.contract.questions import AnyQuestion, Question
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.engine.reactions.notifications_due import NOTIFICATION_TEMPLATES
from incident_actions.model.incident.entry import KINDS
from incident_actions.model.process.communication import Happening
from incident_actions.text.messages import all_messages
from incident_actions.text.timeline import HIDDEN_ENTRIES
from incident_actions.text.wording import template_name

TEMPLATES = Path(__file__).parents[1] / "templates"
NOT_MESSAGES = {"comments/card.md", "comments/page.md"}
ON_ITEMS = {
    "item", "row", "due", "owner", "done", "item-accepted", "evidence-offered", "dropped", "item-reopened", "snoozed",
    "week", "person-snoozed", "overview", "listed",
}  # fmt: skip


def test_every_message_has_its_template_and_every_template_its_message() -> None:
    there = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "comments").iterdir()}

    assert there == {template_name(kind) for kind in all_messages()} | NOT_MESSAGES


def test_every_fact_of_an_incident_has_its_line_on_the_timeline() -> None:
    there = {path.stem for path in (TEMPLATES / "timeline").iterdir()}

    assert there == set(KINDS) - {kind.kind for kind in HIDDEN_ENTRIES} - ON_ITEMS


def test_every_news_has_its_words_and_all_words_their_news() -> None:
    there = {path.stem for path in (TEMPLATES / "notifications").iterdir()}

    assert there == set(NOTIFICATION_TEMPLATES)
    assert set(NOTIFICATION_TEMPLATES.values()) == set(get_args(Happening))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_a_command_is_typed_as_it_is_called(command: Command) -> None:
    assert command.usage.split()[0] == f"/{command.word}"
    assert command.meaning


def test_no_word_means_two_things() -> None:
    words = [command.word for command in COMMANDS]

    assert len(words) == len(set(words))


def test_every_question_is_one_that_the_shell_must_answer() -> None:
    named = {kind.__name__ for kind in get_args(AnyQuestion)}

    assert named == {kind.__name__ for kind in Question.__subclasses__()}
