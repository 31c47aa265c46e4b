"""What the tool assumes about comments: their length, their order, their text and their times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

LONGEST = 65_536
MISSING_ISSUE = 999_999_999
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_COMMENTS = f"{REST}/issues/comments"
_LIMIT = "https://github.com/github-community-projects/issue-metrics/blob/main/docs/dealing-with-large-issue-metrics.md"
_HIDDEN = '| ä 🚒 | b |\n|---|---|\n\n    code\n\n<!-- record\n{"id": [1, "\\u003cb\\u003e"]}\n-->'


def _longest(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "x" * LONGEST)
    require_equal("characters of the comment", len(comment["body"]), LONGEST)


def _too_long(trial: TrialRepository) -> None:
    trial.expect(422, "POST", f"issues/{trial.open_issue()['number']}/comments", {"body": "x" * (LONGEST + 1)})


def _oldest_first(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    written = [trial.comment(number, f"Comment {place}")["id"] for place in range(3)]
    listed = trial.wait_for(
        lambda: [each["id"] for each in trial.get(f"issues/{number}/comments")],
        lambda found: len(found) == len(written),
    )
    require_equal("comments in their order", listed, written)


def _since_shows_changed(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "Before")
    changed = trial.expect(200, "PATCH", f"issues/comments/{comment['id']}", {"body": "After"})
    since = _moved(changed["updated_at"], -1)
    listed = trial.wait_for(
        lambda: [each["body"] for each in trial.get(f"issues/{number}/comments", since=since)],
        lambda found: found == ["After"],
    )
    require_equal("comments since a second before the change", listed, ["After"])


def _since_hides_older(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "Older")
    since = _moved(comment["updated_at"], 3600)
    require_equal("comments since an hour later", trial.get(f"issues/{number}/comments", since=since), [])


def _text_kept(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], _HIDDEN)
    require_equal("the text", trial.get(f"issues/comments/{comment['id']}")["body"], _HIDDEN)


def _line_ends(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "one\r\ntwo")
    require_equal("the text without carriage returns", comment["body"].replace("\r", ""), "one\ntwo")


def _edit_keeps_place(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "Before")
    edited = trial.expect(200, "PATCH", f"issues/comments/{comment['id']}", {"body": "After"})
    kept = ("id", "created_at", "node_id")
    require_equal("what an edit keeps", [edited[key] for key in kept], [comment[key] for key in kept])
    require_equal("the text", edited["body"], "After")
    require(edited["updated_at"] >= comment["created_at"], "the update time is before the creation")


def _deleted(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "Delete this")
    trial.expect(204, "DELETE", f"issues/comments/{comment['id']}")
    require_equal("the status afterwards", trial.send("GET", f"issues/comments/{comment['id']}").status, 404)


def _author(trial: TrialRepository) -> None:
    user = trial.comment(trial.open_issue()["number"], "By whom?")["user"]
    require_equal("the author", user["login"].casefold(), trial.login.casefold())
    require(isinstance(user["id"], int) and user["type"] in ("User", "Bot"), "the author has no id, or another type")


def _times(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "When?")
    for key in ("created_at", "updated_at"):
        require(TIME.fullmatch(comment[key]), f"{key} is {comment[key]!r}")


def _empty(trial: TrialRepository) -> None:
    trial.expect(422, "POST", f"issues/{trial.open_issue()['number']}/comments", {"body": ""})


def _missing_issue(trial: TrialRepository) -> None:
    trial.expect(404, "POST", f"issues/{MISSING_ISSUE}/comments", {"body": "Nowhere"})


def _of_repository(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "Anywhere")
    asked = {"since": _moved(comment["updated_at"], -1), "sort": "updated", "direction": "asc", "per_page": "100"}
    if trial.send("GET", "issues/comments", parameters=asked).status == 404:
        raise FeatureMissing("the server doesn't list the comments of a repository")
    listed = trial.wait_for(
        lambda: {each["id"]: each["issue_url"] for each in trial.get("issues/comments", **asked)},
        lambda found: comment["id"] in found,
    )
    require(comment["id"] in listed, "a new comment is not in the repository's list")
    require_equal("the number in issue_url", listed[comment["id"]].rpartition("/")[2], str(number))


def _count(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    for place in range(2):
        trial.comment(number, f"Comment {place}")
    counted = trial.wait_for(lambda: trial.get(f"issues/{number}")["comments"], lambda found: found == 2)
    require_equal("comments of the issue", counted, 2)


def _issue_updated(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "News")
    updated = trial.wait_for(
        lambda: trial.get(f"issues/{number}")["updated_at"], lambda found: found >= comment["created_at"]
    )
    require(updated >= comment["created_at"], f"the issue's update time is {updated}, before the comment")


def _moved(time: str, seconds: int) -> str:
    moment = datetime.fromisoformat(time) + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


_CREATE, _LIST = f"{_COMMENTS}#create-an-issue-comment", f"{_COMMENTS}#list-issue-comments"
ASSUMPTIONS = (
    Assumption("comment-longest", "A comment may have 65,536 characters.", _LIMIT, _longest),
    Assumption("comment-too-long", "A comment with 65,537 characters is refused with 422.", _LIMIT, _too_long),
    Assumption("comment-order", "The comments of an issue are listed oldest first.", _LIST, _oldest_first),
    Assumption("comment-since", "`since` lists a comment that was edited after it.", _LIST, _since_shows_changed),
    Assumption("comment-since-older", "`since` leaves out comments that are older.", _LIST, _since_hides_older),
    Assumption("comment-text", "A text with hidden comments and Unicode comes back unchanged.", _CREATE, _text_kept),
    Assumption("comment-line-ends", "Line ends come back, at most with a carriage return.", _CREATE, _line_ends),
    Assumption(
        "comment-edit",
        "An edit keeps the id and the creation time of a comment.",
        f"{_COMMENTS}#update-an-issue-comment",
        _edit_keeps_place,
    ),
    Assumption("comment-deleted", "A deleted comment is not found.", f"{_COMMENTS}#delete-an-issue-comment", _deleted),
    Assumption("comment-author", "A comment names its author by login, id and type.", _CREATE, _author),
    Assumption(
        "times-in-seconds",
        "Times are in UTC and in whole seconds.",
        f"{REST}/using-the-rest-api/timezones-and-the-rest-api",
        _times,
    ),
    Assumption("comment-empty", "An empty comment is refused with 422.", _CREATE, _empty),
    Assumption(
        "comment-on-nothing", "A comment on an issue that does not exist is refused with 404.", _CREATE, _missing_issue
    ),
    Assumption(
        "comments-of-repository",
        "The repository lists the comments of all issues by their update time.",
        f"{_COMMENTS}#list-issue-comments-for-a-repository",
        _of_repository,
    ),
    Assumption("comment-count", "An issue counts its comments.", f"{REST}/issues/issues#get-an-issue", _count),
    Assumption(
        "comment-updates-issue",
        "A comment moves the issue's update time.",
        f"{REST}/issues/issues#list-repository-issues",
        _issue_updated,
    ),
)
