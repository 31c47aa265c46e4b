"""What the tool assumes about reactions and pinned comments, both of which it can do without."""

from __future__ import annotations

from typing import Any

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

_SOURCE = f"{REST}/reactions/reactions#create-reaction-for-an-issue-comment"


def _once(trial: TrialRepository) -> None:
    place = _comment_with_reactions(trial)
    first = trial.expect(201, "POST", place, {"content": "eyes"})
    again = trial.expect(200, "POST", place, {"content": "eyes"})
    require_equal("the id of the repeated reaction", again["id"], first["id"])


def _counted(trial: TrialRepository) -> None:
    place = _comment_with_reactions(trial)
    trial.expect(201, "POST", place, {"content": "rocket"})
    shown = trial.wait_for(
        lambda: trial.get(place.removesuffix("/reactions"))["reactions"]["rocket"], lambda found: found == 1
    )
    require_equal("reactions that the comment counts", shown, 1)


def _unknown(trial: TrialRepository) -> None:
    trial.expect(422, "POST", _comment_with_reactions(trial), {"content": "applause"})


def _removed(trial: TrialRepository) -> None:
    place = _comment_with_reactions(trial)
    reaction = trial.expect(201, "POST", place, {"content": "+1"})
    trial.expect(204, "DELETE", f"{place}/{reaction['id']}")
    left = trial.wait_for(lambda: trial.get(place, content="+1"), lambda found: not found)
    require_equal("reactions that are left", left, [])


def _comment_with_reactions(trial: TrialRepository) -> str:
    comment = trial.comment(trial.open_issue()["number"], "React to this")
    place = f"issues/comments/{comment['id']}/reactions"
    if trial.send("GET", place).status == 404:
        raise FeatureMissing("the server has no reactions")
    return place


def _pin(trial: TrialRepository) -> None:
    number, comment = _pinned(trial)
    shown = trial.wait_for(lambda: trial.get(f"issues/{number}").get("pinned_comment"), bool)
    require_equal("the comment that the issue shows as pinned", (shown or {}).get("id"), comment["id"])


def _one_pin(trial: TrialRepository) -> None:
    number, first = _pinned(trial)
    second = trial.comment(number, "Pin this instead")
    trial.expect(200, "PUT", f"issues/comments/{second['id']}/pin")
    pinned = trial.wait_for(
        lambda: [each["id"] for each in trial.get(f"issues/{number}/comments") if each.get("pin")],
        lambda found: found == [second["id"]],
    )
    require_equal(f"pinned comments after {first['id']} was pinned first", pinned, [second["id"]])


def _pinned(trial: TrialRepository) -> tuple[int, Any]:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "Pin this")
    answer = trial.send("PUT", f"issues/comments/{comment['id']}/pin")
    if answer.status == 404:
        raise FeatureMissing("the server has no pinned comments")
    require_equal("the status of the pin", answer.status, 200)
    return number, comment


_PIN = f"{REST}/issues/comments#pin-an-issue-comment"
ASSUMPTIONS = (
    Assumption("reaction-once", "A reaction exists once for each account: 201, then 200 with its id.", _SOURCE, _once),
    Assumption(
        "reaction-count", "A comment counts its reactions.", f"{REST}/issues/comments#get-an-issue-comment", _counted
    ),
    Assumption("reaction-unknown", "A reaction that GitHub does not have is refused with 422.", _SOURCE, _unknown),
    Assumption(
        "reaction-removed",
        "A reaction can be removed, and is not listed then.",
        f"{REST}/reactions/reactions#delete-an-issue-comment-reaction",
        _removed,
    ),
    Assumption("comment-pin", "An issue shows its pinned comment.", _PIN, _pin),
    Assumption("comment-pin-replaced", "A second pin replaces the first.", _PIN, _one_pin),
)
