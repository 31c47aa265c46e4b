"""Hostile texts go in by every way and come out by every way, and nothing in them is alive."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import StringIO

import pytest
from ruamel.yaml import YAML

from incident_actions.model.process.service_list import services_in
from incident_actions.text.slug import LONGEST
from tests.live_markdown import CLOSING, MENTION, SKIPPING, UNSEEN, count_live_parts
from tests.people import retelling
from tests.people.doors import each_text
from tests.people.retelling import LOGINS, Told

pytestmark = pytest.mark.rest

HARMLESS = "plain words"
OURS = Counter({"comment": 1})
"""A hint that a template has where a text shows nothing; a person's text never holds a comment."""
STORIES = {
    "incident": retelling.incident,
    "calls": retelling.calls,
    "item": retelling.item,
    "alert": retelling.alert,
    "notifications": retelling.notifications,
}


@cache
def harmless(story: str) -> Told:
    """How the story is told with plain words."""
    return STORIES[story](HARMLESS)


@each_text("an incident")
def test_nothing_comes_out_of_an_incident_alive(text: str) -> None:
    calm, told = harmless("incident"), retelling.incident(text)

    assert alive(calm, told) == {}
    assert [path for path in told.paths if not safe(path)] == []
    assert front_matter(told) == {**front_matter(calm), "title": retelling.one_line(text), **unlike(text)}


@each_text("calling people")
def test_nothing_comes_out_of_calling_people_alive(text: str) -> None:
    told = retelling.calls(text)

    assert alive(harmless("calls"), told) == {}
    assert [path for path in told.paths if not safe(path)] == []


@each_text("an action item")
def test_nothing_comes_out_of_an_action_item_alive(text: str) -> None:
    assert alive(harmless("item"), retelling.item(text)) == {}


@each_text("an alert")
def test_nothing_comes_out_of_an_alert_alive(text: str) -> None:
    assert alive(harmless("alert"), retelling.alert(text)) == {}


@each_text("a notification")
def test_nothing_comes_out_of_a_notification_alive(text: str) -> None:
    calm, told = harmless("notifications"), retelling.notifications(text)

    assert alive(calm, told) == {}
    assert set(told.outward) == set(calm.outward)
    assert {place: acts for place, said in told.outward.items() if (acts := in_outward(said))} == {}
    assert [place for place, said in told.outward.items() if lines(said) > lines(calm.outward[place])] == []


def in_outward(said: str) -> list[str]:
    """What would act in a service that reads Markdown, HTML or mentions of its own into a text."""
    return [*re.findall(r"<\S|\][(\[]|(?<![A-Za-z0-9])@\w", said), *UNSEEN.findall(said)]


def lines(said: str) -> int:
    """How many lines a text has, however a service counts them."""
    return len(said.splitlines())


def alive(calm: Told, told: Told) -> dict[str, object]:
    """Everything that acts otherwise than with plain words, by its place."""
    assert set(told.markdown) == set(calm.markdown)
    assert set(told.files) == set(calm.files)
    loud = [line for line in told.log if line.lstrip().startswith("::") or "##[" in line or UNSEEN.search(line)]
    return {
        **different(calm.markdown, told.markdown),
        **different(bodies(calm), bodies(told)),
        **{place: acts for place, said in told.plain.items() if (acts := in_plain(said))},
        **({"log": loud} if loud else {}),
    }


def different(calm: dict[str, str], told: dict[str, str]) -> dict[str, object]:
    """The places where a text would act otherwise than with plain words: what is there too much, what is missing."""
    shapes = {
        place: (count_live_parts(text, LOGINS), count_live_parts(calm[place], LOGINS)) for place, text in told.items()
    }
    found = {place: (there - wanted - OURS, wanted - there) for place, (there, wanted) in shapes.items()}
    return {place: acts for place, acts in found.items() if any(acts)}


def bodies(told: Told) -> dict[str, str]:
    """The files without their front matter, which is YAML."""
    return {
        place: text.partition("\n---\n")[2] if text.startswith("---\n") else text for place, text in told.files.items()
    }


def in_plain(said: str) -> list[str]:
    """What would act in a title or in the first line of a commit's message."""
    mentioned = [login for login in MENTION.findall(said) if login.lower() not in LOGINS]
    marks = re.findall(r"<!--|\n|##\[|\A\s*::|\A\s*\Z", said)
    return [*mentioned, *CLOSING.findall(said), *SKIPPING.findall(said), *UNSEEN.findall(said), *marks]


def safe(path: str) -> bool:
    """Whether a branch or a path is made of a slug at the place where slugs belong."""
    slug = rf"[a-z0-9][a-z0-9-]{{0,{LONGEST - 1}}}"
    return (
        re.fullmatch(
            rf"hotfix/{slug}|postmortem/\d+(?:-\d+)?|docs/incidents/(\d{{4}}-\d\d-\d\d-{slug}|README)\.md", path
        )
        is not None
    )


def front_matter(told: Told) -> dict[str, object]:
    """What the post-mortem's file says for machines."""
    (file,) = [each for each in told.files.values() if each.startswith("---\n")]
    return dict(YAML(typ="safe", pure=True).load(StringIO(file.partition("---\n")[2].partition("\n---\n")[0])))


def unlike(text: str) -> dict[str, object]:
    """The values that follow the text."""
    told = retelling.process(text)
    typed = text.replace("\r\n", "\n").replace("\r", "\n").partition("\n\n")[0]
    services = [each for each in services_in(f"x {typed}") if not each.startswith("-")]
    return {"severity": told.severities[0].label, "services": services}
