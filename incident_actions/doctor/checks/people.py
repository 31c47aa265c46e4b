"""Somebody is configured to be paged, and the accounts and teams that the configuration names exist."""

from __future__ import annotations

from incident_actions.contract.repository_facts import MissingFact, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, Level, pass_result, warning
from incident_actions.model.process.accounts import exposed_people, is_anyone_paged
from incident_actions.model.process.configuration_reader import CONFIGURATION


def check_people(examined: Examination) -> CheckResult:
    """Check that somebody can be paged, and that everybody whom the configuration names exists."""
    accounts, teams = examined.facts.accounts, examined.facts.teams
    nobody = (
        *(login for login, state in accounts.items() if state == "nobody"),
        *(team for team, there in teams.items() if there is False),
    )
    outsiders = tuple(login for login, state in accounts.items() if state == "outsider")
    unasked = {name: each for name, each in {**accounts, **teams}.items() if isinstance(each, MissingFact)}
    level = Level.FAIL if nobody else Level.WARN if outsiders else Level.UNKNOWN if unasked else Level.PASS
    if level is Level.PASS:
        return _judge_configured(examined, len(accounts) + len(teams))
    needs = tuple(dict.fromkeys(each.permission for each in unasked.values()))
    values = {"nobody": nobody, "outsiders": outsiders, "unasked": tuple(unasked), "needs": needs}
    return CheckResult(level, "some", values, "settings/access" if level is Level.WARN else None)


def _judge_configured(examined: Examination, count: int) -> CheckResult:
    """Check that the configuration pages somebody, and shows nobody's phone number to the whole world."""
    if not is_anyone_paged(examined.process):
        require_fact(examined.facts.files)  # without the configuration, it is not known who is paged
        return warning("none")
    exposed = exposed_people(examined.process)
    repository = examined.facts.repository
    if exposed and repository.visibility == "public":
        return warning("exposed", people=exposed)
    return pass_result("all", count=count)


PEOPLE = Check(
    "people",
    "People and teams",
    "Somebody is configured to be paged. Every account and team exists, and issues can be assigned to the accounts.",
    "the file .github/incidents.yml, or Settings → Collaborators and teams",
    f"blob/HEAD/{CONFIGURATION}",
    check_people,
)
