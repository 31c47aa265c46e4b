"""What the tool assumes about people: their roles, their logins and who can be assigned."""

from __future__ import annotations

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

_ASSIGNEES = f"{REST}/issues/assignees"


def _role(trial: TrialRepository) -> None:
    _require_person(trial)
    shown = trial.get(f"collaborators/{trial.login}/permission")
    require(shown["permission"] in ("admin", "write"), f"the permission is {shown['permission']!r}")
    require(shown["role_name"], "there is no role_name")
    require_equal("the account", shown["user"]["login"].casefold(), trial.login.casefold())


def _role_in_other_case(trial: TrialRepository) -> None:
    _require_person(trial)
    shown = trial.get(f"collaborators/{trial.login.upper()}/permission")
    require_equal("the account", shown["user"]["login"].casefold(), trial.login.casefold())


def _role_of_nobody(trial: TrialRepository) -> None:
    _require_person(trial)
    trial.expect(404, "GET", f"collaborators/{trial.new_name()}/permission")


def _account(trial: TrialRepository) -> None:
    _require_person(trial)
    by_login = trial.get(f"/users/{trial.login.upper()}")
    require_equal("the login", by_login["login"].casefold(), trial.login.casefold())
    by_id = trial.get(f"/user/{by_login['id']}")
    require_equal("the account of the id", by_id["login"], by_login["login"])


def _assignable(trial: TrialRepository) -> None:
    _require_person(trial)
    trial.expect(204, "GET", f"assignees/{trial.login}")


def _not_assignable(trial: TrialRepository) -> None:
    trial.expect(404, "GET", f"assignees/{trial.new_name()}")


def _assigned(trial: TrialRepository) -> None:
    _require_person(trial)
    number = trial.open_issue()["number"]
    shown = trial.expect(200, "PATCH", f"issues/{number}", {"assignees": [trial.login]})
    require_equal("the assignees", [each["login"].casefold() for each in shown["assignees"]], [trial.login.casefold()])


def _wrong_assignee(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    answer = trial.send("PATCH", f"issues/{number}", {"assignees": [trial.new_name()], "title": trial.new_name()})
    require_equal("the status", answer.status, 422)
    require("assignees" in answer.text, "the refusal does not name the field `assignees`")


def _dropped_assignee(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    shown = trial.expect(201, "POST", f"issues/{number}/assignees", {"assignees": [trial.new_name()]})
    require_equal("the assignees", shown["assignees"], [])


def _permissions(trial: TrialRepository) -> None:
    shown = trial.get("")["permissions"]
    require(shown["push"] is True and shown["pull"] is True, f"the repository's permissions are {shown}")


def _require_person(trial: TrialRepository) -> None:
    if trial.login.endswith("[bot]"):
        raise FeatureMissing("the token is not a person's")


_PERMISSION = f"{REST}/collaborators/collaborators#get-repository-permissions-for-a-user"
_CHECK = f"{_ASSIGNEES}#check-if-a-user-can-be-assigned"
_REFUSED = "https://github.com/harvester/harvester/issues/10448"
ASSUMPTIONS = (
    Assumption("role", "A person's role has an older word and a name.", _PERMISSION, _role),
    Assumption("login-case", "Logins ignore case.", _PERMISSION, _role_in_other_case),
    Assumption(
        "role-of-nobody",
        "The role of an account that does not exist is refused with 404.",
        _PERMISSION,
        _role_of_nobody,
    ),
    Assumption(
        "account-by-id",
        "An account is found by its login and by its id.",
        f"{REST}/users/users#get-a-user-using-their-id",
        _account,
    ),
    Assumption("assignable", "204 means that an account can be assigned.", _CHECK, _assignable),
    Assumption("not-assignable", "404 means that an account can't be assigned.", _CHECK, _not_assignable),
    Assumption(
        "assignees-replaced",
        "A change of an issue sets its assignees.",
        f"{REST}/issues/issues#update-an-issue",
        _assigned,
    ),
    Assumption(
        "assignee-refused",
        "A change with an account that can't be assigned is refused as a whole.",
        _REFUSED,
        _wrong_assignee,
    ),
    Assumption(
        "assignee-dropped",
        "Adding an account that can't be assigned is ignored silently.",
        f"{_ASSIGNEES}#add-assignees-to-an-issue",
        _dropped_assignee,
    ),
    Assumption(
        "own-permissions",
        "A repository shows what the token may do in it.",
        f"{REST}/repos/repos#get-a-repository",
        _permissions,
    ),
)
