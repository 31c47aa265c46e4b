"""A report of a bug in the tool opens no incident, whatever it holds and whoever files it."""

from pathlib import Path

import pytest

from tests.stories.team import Team
from tests.workflows.files import FORMS, content

PLAIN = [path for path in FORMS if path.stem != "incident"]


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_a_plain_form_opens_an_issue_and_no_incident(team: Team, path: Path) -> None:
    form = content(path)
    asked = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
    answers = "\n\n".join(f"### {each}\n\n/declare SEV-1\n/sev 1" for each in asked)

    issue = team.open("ada", "The card shows SEV-1 for SEV-2", body=answers, labels=form["labels"])
    said = team.say("ada", issue, "It happened again, with `/sev 2`.")
    team.sweep()

    assert (said, team.comments(issue)[1:]) == ([], [])
    assert team.shows(issue) == {"state": "open", "labels": form["labels"], "assignees": []}
