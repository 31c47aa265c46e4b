"""What the tool assumes about labels, on the repository and on issues."""

from __future__ import annotations

from urllib.parse import quote

from incident_actions.conformance.assumption import REST, Assumption, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

LONGEST_NAME, LONGEST_DESCRIPTION = 50, 100
_LABELS = f"{REST}/issues/labels"


def _taken(trial: TrialRepository) -> None:
    name = trial.create_label()
    answer = trial.send("POST", "labels", {"name": name.upper(), "color": "ededed"})
    require_equal("the status of a name in capitals", answer.status, 422)
    require_equal("the code of the error", answer.json["errors"][0]["code"], "already_exists")


def _color(trial: TrialRepository) -> None:
    name = trial.new_name()
    shown = trial.expect(201, "POST", "labels", {"name": name, "color": "B60205", "description": "A color"})
    require_equal("the color", shown["color"].lower(), "b60205")
    require_equal("the description", shown["description"], "A color")


def _longest_name(trial: TrialRepository) -> None:
    name = trial.new_name().ljust(LONGEST_NAME, "x")
    trial.expect(201, "POST", "labels", {"name": name, "color": "ededed"})
    trial.expect(422, "POST", "labels", {"name": f"{name}x", "color": "ededed"})


def _longest_description(trial: TrialRepository) -> None:
    body = {"name": trial.new_name(), "color": "ededed", "description": "x" * (LONGEST_DESCRIPTION + 1)}
    trial.expect(422, "POST", "labels", body)


def _renamed(trial: TrialRepository) -> None:
    number = trial.open_issue(labels=[name := trial.create_label()])["number"]
    trial.expect(200, "PATCH", f"labels/{name}", {"new_name": (new := trial.new_name())})
    shown = trial.wait_for(lambda: _names(trial, number), lambda found: found == [new])
    require_equal("the labels of an issue that had the old name", shown, [new])


def _odd_name(trial: TrialRepository) -> None:
    name = f"{trial.new_name()}: a/b é"
    trial.expect(201, "POST", "labels", {"name": name, "color": "ededed"})
    require_equal("the label at its quoted name", trial.get(f"labels/{quote(name, safe='')}")["name"], name)


def _made_by_issue(trial: TrialRepository) -> None:
    name = trial.new_name()
    trial.open_issue(labels=[name])
    label = trial.get(f"labels/{name}")
    require_equal("color and description", (label["color"], label["description"]), ("ededed", None))


def _added_once(trial: TrialRepository) -> None:
    name = trial.create_label()
    number = trial.open_issue(labels=[name])["number"]
    added = trial.expect(200, "POST", f"issues/{number}/labels", {"labels": [name.upper()]})
    require_equal("labels of the issue", [each["name"] for each in added], [name])


def _removed_once(trial: TrialRepository) -> None:
    name = trial.create_label()
    number = trial.open_issue(labels=[name])["number"]
    trial.expect(200, "DELETE", f"issues/{number}/labels/{name}")
    trial.expect(404, "DELETE", f"issues/{number}/labels/{name}")


def _deleted(trial: TrialRepository) -> None:
    number = trial.open_issue(labels=[name := trial.create_label()])["number"]
    trial.expect(204, "DELETE", f"labels/{name}")
    left = trial.wait_for(lambda: _names(trial, number), lambda found: not found)
    require_equal("labels of the issue", left, [])


def _replaced(trial: TrialRepository) -> None:
    old, new = trial.create_label(), trial.create_label()
    number = trial.open_issue(labels=[old])["number"]
    shown = trial.expect(200, "PATCH", f"issues/{number}", {"labels": [new]})
    require_equal("labels of the issue", [each["name"] for each in shown["labels"]], [new])


def _listed(trial: TrialRepository) -> None:
    name = trial.create_label()
    answer = trial.wait_for(
        lambda: {each["name"] for each in trial.get("labels", per_page=100)}, lambda found: name in found
    )
    require(name in answer, "a new label is not listed")


def _names(trial: TrialRepository, number: int) -> list[str]:
    return [each["name"] for each in trial.get(f"issues/{number}/labels")]


_CREATE = f"{_LABELS}#create-a-label"
_ADD = f"{_LABELS}#add-labels-to-an-issue"
ASSUMPTIONS = (
    Assumption(
        "label-taken", "Names of labels ignore case, and a taken one is refused with `already_exists`.", _CREATE, _taken
    ),
    Assumption("label-color", "A label keeps its color and its description.", _CREATE, _color),
    Assumption("label-longest-name", "The name of a label has at most 50 characters.", _CREATE, _longest_name),
    Assumption(
        "label-longest-description",
        "The description of a label has at most 100 characters.",
        _CREATE,
        _longest_description,
    ),
    Assumption("label-renamed", "A renamed label stays on its issues.", f"{_LABELS}#update-a-label", _renamed),
    Assumption("label-quoted", "A label is found at its quoted name.", f"{_LABELS}#get-a-label", _odd_name),
    Assumption(
        "label-made-by-issue",
        "An issue with a label that does not exist creates it, with the color `ededed`.",
        "https://github.com/github/docs/issues/35718",
        _made_by_issue,
    ),
    Assumption("label-added-once", "Adding a label that is there succeeds and changes nothing.", _ADD, _added_once),
    Assumption(
        "label-removed-once",
        "Removing a label that is not on the issue is refused with 404.",
        f"{_LABELS}#remove-a-label-from-an-issue",
        _removed_once,
    ),
    Assumption("label-deleted", "A deleted label disappears from its issues.", f"{_LABELS}#delete-a-label", _deleted),
    Assumption(
        "labels-replaced",
        "A change of an issue replaces all its labels.",
        f"{REST}/issues/issues#update-an-issue",
        _replaced,
    ),
    Assumption("label-listed", "A new label is listed.", f"{_LABELS}#list-labels-for-a-repository", _listed),
)
