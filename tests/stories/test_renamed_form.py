"""A team renames the questions of its form; what was filed before is understood all the same."""

import pytest

from incident_actions.gateway.repository.file_history import MAX_VERSIONS
from incident_actions.model.process.configuration_reader import FORM
from tests.stories.team import Team

NEW = {
    "What is broken?": "Was ist kaputt?",
    "Who is affected, and how?": "Wer ist betroffen?",
    "Affected services": "Dienste",
    "When did it start? (UTC)": "Seit wann? (UTC)",
}
FILED = """### What is broken?

Checkout fails.

### Who is affected, and how?

40 orders a minute

### Severity

SEV-2: A major feature is broken

### Is data at risk?

Not known

### Is there a workaround?

_No response_

### What changed recently?

_No response_

### Affected services

api, web

### How was it noticed?

Alert

### When did it start? (UTC)

2026-03-04T13:05Z"""


def reword(team: Team, names: dict[str, str]) -> None:
    """Commit the form with other labels."""
    text = team.text(FORM)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"label: {old}\n", f'label: "{new}"\n')
    assert all(new in text for new in names.values())
    team.write("ada", FORM, "main", text)


def declared(team: Team, body: str) -> int:
    """An issue that lay there since before, and becomes an incident now."""
    ada = team.as_("ada")
    number = int(ada.json("POST", "issues", {"title": "Checkout is down", "body": body})["number"])
    ada.json("POST", f"issues/{number}/labels", {"labels": ["incident"]})
    team.settle()
    return number


def facts(team: Team, number: int) -> tuple[str, str, str, str]:
    """What the card tells of the answers."""
    severity = team.headline(number).split()[1]
    return severity, team.row(number, "Services"), team.row(number, "Impact"), team.timeline(number)[0]


WHOLE = ("SEV-2", "api, web", "40 orders a minute", "2026-03-04 13:05 UTC · Started · `ada`")


def test_an_issue_filed_with_the_old_form_is_understood_by_the_new_one(team: Team) -> None:
    reword(team, NEW)

    assert facts(team, declared(team, FILED)) == WHOLE


def test_words_of_a_teams_own_are_found_in_the_history_of_the_form(team: Team) -> None:
    reword(team, NEW)
    filed = FILED
    for old, new in NEW.items():
        filed = filed.replace(f"### {old}", f"### {new}")
    reword(team, {new: f"{new} ({place})" for place, new in enumerate(NEW.values(), 1)})

    assert facts(team, declared(team, filed)) == WHOLE


def test_a_record_that_was_lost_is_built_again_by_the_old_words(team: Team) -> None:
    number = declared(team, FILED)
    reword(team, NEW)
    ada = team.as_("ada")
    (card,) = [each["id"] for each in team.comments(number) if each["body"] in team.cards(number)]
    ada.json("DELETE", f"issues/comments/{card}")
    team.say("ada", number, "/ack")

    assert facts(team, number) == WHOLE


def test_a_form_that_is_as_it_was_costs_no_request_more(team: Team) -> None:
    before = len(team.sandbox.requests)
    declared(team, FILED)

    assert [
        one.path for one in team.sandbox.requests[before:] if one.path.endswith("/commits") or FORM in one.path
    ] == []


@pytest.mark.parametrize("kind", ["gone", "broken"])
def test_an_incident_goes_on_if_no_older_form_is_found(team: Team, kind: str) -> None:
    reword(team, NEW)
    strange = FILED
    for old in NEW:
        strange = strange.replace(f"### {old}", f"### Quite another {len(old)}")
    if kind == "broken":
        for turn in range(MAX_VERSIONS):
            team.write("ada", FORM, "main", f"body: [{turn}")
        reword_back = team.text(FORM)
        assert reword_back.startswith("body: [")
    number = declared(team, strange)

    assert team.headline(number)
