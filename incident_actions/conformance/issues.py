"""What the tool assumes about issues: their text, their state and how a change is made."""

from __future__ import annotations

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.comments import LONGEST, MISSING_ISSUE
from incident_actions.conformance.trial_repository import TrialRepository

LONGEST_TITLE = 256
_ISSUES = f"{REST}/issues/issues"
_HIDDEN = "### Impact\n\n_No response_\n\n<!-- record\n{}\n-->"


def _longest_title(trial: TrialRepository) -> None:
    title = trial.new_name().ljust(LONGEST_TITLE, "x")
    trial.expect(201, "POST", "issues", {"title": title})
    trial.expect(422, "POST", "issues", {"title": f"{title}x"})


def _longest_body(trial: TrialRepository) -> None:
    number = trial.open_issue(body="x" * LONGEST)["number"]
    trial.expect(422, "PATCH", f"issues/{number}", {"body": "x" * (LONGEST + 1)})


def _body_kept(trial: TrialRepository) -> None:
    number = trial.open_issue(body=_HIDDEN)["number"]
    require_equal("the body", trial.get(f"issues/{number}")["body"], _HIDDEN)


def _one_change(trial: TrialRepository) -> None:
    number, label = trial.open_issue()["number"], trial.create_label()
    wanted = {"title": trial.new_name(), "body": "New", "state": "closed", "labels": [label]}
    changed = trial.expect(200, "PATCH", f"issues/{number}", wanted)
    shown = {**{key: changed[key] for key in wanted}, "labels": [each["name"] for each in changed["labels"]]}
    require_equal("what the change shows", shown, wanted)


def _kept_by_change(trial: TrialRepository) -> None:
    label = trial.create_label()
    issue = trial.open_issue(body="Kept", labels=[label])
    changed = trial.expect(200, "PATCH", f"issues/{issue['number']}", {"title": trial.new_name()})
    require_equal("body and labels", (changed["body"], [each["name"] for each in changed["labels"]]), ("Kept", [label]))


def _closed_as(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    closed = trial.expect(200, "PATCH", f"issues/{number}", {"state": "closed", "state_reason": "not_planned"})
    require_equal("state and reason", (closed["state"], closed["state_reason"]), ("closed", "not_planned"))
    require(closed["closed_at"], "a closed issue has no closing time")


def _reopened(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    trial.expect(200, "PATCH", f"issues/{number}", {"state": "closed"})
    opened = trial.expect(200, "PATCH", f"issues/{number}", {"state": "open"})
    keys = ("state", "state_reason", "closed_at")
    require_equal("state, reason and closing time", [opened[key] for key in keys], ["open", "reopened", None])


def _duplicate(trial: TrialRepository) -> None:
    original, number = trial.open_issue(), trial.open_issue()["number"]
    body = {"state": "closed", "state_reason": "duplicate", "duplicate_issue_id": original["id"]}
    answer = trial.send("PATCH", f"issues/{number}", body)
    if answer.status == 422:
        raise FeatureMissing("the server does not close issues as duplicates")
    require_equal("the reason", answer.json["state_reason"], "duplicate")


def _missing(trial: TrialRepository) -> None:
    trial.expect(404, "GET", f"issues/{MISSING_ISSUE}")


def _untitled(trial: TrialRepository) -> None:
    answer = trial.send("POST", "issues", {"body": "Without a title"})
    require_equal("the status", answer.status, 422)
    require(answer.message, "the refusal has no message")


def _numbers(trial: TrialRepository) -> None:
    first, second = trial.open_issue(), trial.open_issue()
    require(second["number"] > first["number"], "a later issue has no higher number")
    pull = trial.open_pull({f"{trial.new_name()}.txt": "one\n"})
    require(pull["number"] > second["number"], "a pull request does not take the next number")


def _identity(trial: TrialRepository) -> None:
    issue = trial.open_issue()
    require(isinstance(issue["id"], int) and issue["id"] != issue["number"], "an issue has no id of its own")
    require(isinstance(issue["node_id"], str) and issue["node_id"], "an issue has no node_id")
    require_equal("the author", issue["user"]["login"].casefold(), trial.login.casefold())


def _sub_issue(trial: TrialRepository) -> None:
    parent, child = trial.open_issue(), trial.open_issue()
    place = f"issues/{parent['number']}/sub_issues"
    answer = trial.send("POST", place, {"sub_issue_id": child["id"]})
    if answer.status == 404:
        raise FeatureMissing("the server has no sub-issues")
    require_equal("the status", answer.status, 201)
    listed = trial.wait_for(lambda: [each["number"] for each in trial.get(place)], bool)
    require_equal("the sub-issues", listed, [child["number"]])


def _timeline(trial: TrialRepository) -> None:
    number, label = trial.open_issue()["number"], trial.create_label()
    trial.expect(200, "POST", f"issues/{number}/labels", {"labels": [label]})
    trial.expect(200, "PATCH", f"issues/{number}", {"state": "closed"})
    wanted = ["labeled", "closed"]
    events = trial.wait_for(
        lambda: [each for each in trial.get(f"issues/{number}/timeline") if each["event"] in wanted],
        lambda found: len(found) == len(wanted),
    )
    require_equal("events, oldest first", [each["event"] for each in events], wanted)
    require_equal("the label of the event", events[0]["label"]["name"], label)
    actors = {each["actor"]["login"].casefold() for each in events}
    require_equal("who acted", actors, {trial.login.casefold()})


_CREATE, _UPDATE = f"{_ISSUES}#create-an-issue", f"{_ISSUES}#update-an-issue"
ASSUMPTIONS = (
    Assumption("issue-longest-title", "A title may have 256 characters, and not one more.", _CREATE, _longest_title),
    Assumption("issue-longest-body", "A body may have 65,536 characters, and not one more.", _CREATE, _longest_body),
    Assumption("issue-body", "A body with a hidden comment comes back unchanged.", _CREATE, _body_kept),
    Assumption("issue-one-change", "One request changes title, body, state and labels.", _UPDATE, _one_change),
    Assumption("issue-partial-change", "A change keeps what it does not name.", _UPDATE, _kept_by_change),
    Assumption("issue-closed-as", "An issue is closed with its reason.", _UPDATE, _closed_as),
    Assumption("issue-reopened", "A reopened issue has the reason `reopened` and no closing time.", _UPDATE, _reopened),
    Assumption("issue-duplicate", "An issue is closed as the duplicate of another one.", _UPDATE, _duplicate),
    Assumption(
        "issue-missing", "An issue that does not exist is refused with 404.", f"{_ISSUES}#get-an-issue", _missing
    ),
    Assumption("issue-untitled", "An issue without a title is refused with 422.", _CREATE, _untitled),
    Assumption(
        "issue-numbers", "Issues and pull requests share numbers, which only grow.", f"{REST}/issues/issues", _numbers
    ),
    Assumption("issue-identity", "An issue has a number, an id, a node_id and an author.", _CREATE, _identity),
    Assumption(
        "sub-issue",
        "A sub-issue is added by its id, and listed.",
        f"{REST}/issues/sub-issues#add-sub-issue",
        _sub_issue,
    ),
    Assumption(
        "issue-timeline",
        "The timeline names each change and who made it, oldest first.",
        f"{REST}/issues/timeline#list-timeline-events-for-an-issue",
        _timeline,
    ),
)
