"""Where the default branch is protected, rows have no numbers, and an edited row still changes its item."""

import pytest

from incident_actions.sandbox.state.settings import RulesetRule
from tests.stories.team import Team
from tests.stories.test_postmortem_gate import PATH, proposed

ROWS = """\
| Alert when the pool is over 90 % full for 5 minutes | @grace | 2026-03-20 | detect |
| Write down how to change the pool size | @grace | 2026-03-27 | mitigate |
| Refuse a release whose pool is smaller than its workers | @grace | 2026-04-10 | prevent |
"""
EDITED = "| Test a change of the pool size every month | @linus | 2026-03-27 | mitigate |"


@pytest.mark.rest
def test_a_row_whose_text_and_owner_change_keeps_its_item(team: Team) -> None:
    proposed(team)
    team.write_postmortem("grace", 2)
    written = team.text(PATH, "postmortem/1")
    head, _, rest = written.partition("## Action items\n")
    rule = rest[: rest.index("\n", rest.index("|---")) + 1]
    team.write("grace", PATH, "postmortem/1", f"{head}## Action items\n{rule}{ROWS}")
    team.sandbox.repository("acme/shop").settings.rules.append(RulesetRule("main", "pull_request"))
    team.merge("grace", 2)
    titles = ROWS.replace("| ", "", 1).replace("\n| ", "\n").splitlines()
    assert [each["title"] for each in team.items()] == [line.partition(" |")[0] for line in titles]
    assert "(#" not in team.text(PATH).partition("## Action items")[2]

    grace, lines = team.as_("grace"), team.text(PATH).splitlines()
    at = next(place for place, line in enumerate(lines) if "how to change the pool size" in line)
    lines[at] = EDITED
    grace.branch("edit", {PATH: "\n".join(lines) + "\n"})
    pull = int(grace.pull("edit")["number"])
    team.settle()
    team.merge("grace", pull, as_it_is=True)
    team.sweep()
    team.sweep()

    assert [(each["title"], [who["login"] for who in each["assignees"]]) for each in team.items()] == [
        ("Alert when the pool is over 90 % full for 5 minutes", ["grace"]),
        ("Test a change of the pool size every month", ["linus"]),
        ("Refuse a release whose pool is smaller than its workers", ["grace"]),
    ]
