"""Servers that are wrong on purpose: each differs from GitHub in one way, and from one assumption."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.gateway.client.transport import RawAnswer
from tests.conformance.conftest import Change, Passage


def wrong_json(verb: str, path: str, change: Callable[[Any], Any], body: str = "") -> Change:
    """Change the JSON of answers to requests that match; `body` is a part of the request."""

    def apply(passage: Passage) -> RawAnswer:
        answer = passage.answer
        if not (_fits(passage, verb, path, body) and answer.text and answer.status < 300):
            return answer
        return RawAnswer(answer.status, answer.headers, json.dumps(change(json.loads(answer.text))))

    return apply


def wrong_status(verb: str, path: str, before: int, after: int, *, body: str = "", text: str = "{}") -> Change:
    """Answer requests that match with another status."""

    def apply(passage: Passage) -> RawAnswer:
        fits = passage.answer.status == before and _fits(passage, verb, path, body)
        return RawAnswer(after, passage.answer.headers, text) if fits else passage.answer

    return apply


def wrong_header(status: int, name: str, change: Callable[[str], str]) -> Change:
    """Change a header of the answers of one status."""

    def apply(passage: Passage) -> RawAnswer:
        answer = passage.answer
        if answer.status != status or name not in answer.headers:
            return answer
        return RawAnswer(answer.status, {**answer.headers, name: change(answer.headers[name])}, answer.text)

    return apply


def _fits(passage: Passage, verb: str, path: str, body: str) -> bool:
    return passage.verb == verb and bool(re.search(path, passage.target)) and body in passage.body


def set_to(**values: Any) -> Callable[[Any], Any]:
    return lambda found: {**found, **values}


def reversed_list(found: Any) -> Any:
    return found[::-1]


def without_raw_files(passage: Passage) -> RawAnswer:
    """Answer with JSON, although the request asks for the text of a file."""
    answer = passage.answer
    return answer._replace(text="{}") if "raw" in answer.headers.get("content-type", "") else answer


COMMENTS = r"/issues/\d+/comments$"
REACTIONS = r"/comments/\d+/reactions$"
ISSUE = r"/issues/\d+$"
WRONG: Mapping[str, Change] = {
    "comment-too-long": wrong_status("POST", COMMENTS, 422, 201, body="x" * 65_537),
    "comment-longest": wrong_status("POST", COMMENTS, 201, 422, body="x" * 65_536),
    "comment-order": wrong_json("GET", COMMENTS, lambda found: found[::-1] if len(found) == 3 else found),
    "comment-since": wrong_json("GET", r"/\d+/comments\?since=", lambda _: []),
    "comment-text": wrong_json("GET", r"/comments/\d+$", lambda found: {**found, "body": found["body"].partition("<!--")[0]}),
    "comment-line-ends": wrong_json("POST", COMMENTS, set_to(body="onetwo"), body="one\\r\\ntwo"),
    "comment-edit": wrong_json("PATCH", r"/comments/\d+$", set_to(created_at="2026-08-22T13:00:00Z")),
    "comment-author": wrong_json("POST", COMMENTS, set_to(user={"login": "somebody", "id": 1, "type": "User"}), body="By whom?"),
    "times-in-seconds": wrong_json("POST", COMMENTS, set_to(created_at="2026-08-22T12:00:00.123Z"), body="When?"),
    "comment-empty": wrong_status("POST", COMMENTS, 422, 201, body='{"body": ""}'),
    "comments-of-repository": wrong_json("GET", r"/issues/comments\?", lambda _: []),
    "comment-count": wrong_json("GET", ISSUE, lambda found: {**found, "comments": 0}),
    "reaction-once": wrong_status("POST", REACTIONS, 200, 201, text='{"id": 1}'),
    "reaction-unknown": wrong_status("POST", REACTIONS, 422, 201),
    "reaction-count": wrong_json("GET", r"/comments/\d+$", lambda found: {**found, "reactions": {"rocket": 0}}),
    "comment-pin": wrong_json("GET", ISSUE, lambda found: {**found, "pinned_comment": None}),
    "label-taken": wrong_status("POST", "/labels$", 422, 201, body="CONFORMANCE"),
    "label-made-by-issue": wrong_json("GET", r"/labels/[\w-]+$", set_to(color="0075ca")),
    "labels-replaced": wrong_json("PATCH", ISSUE, lambda found: {**found, "labels": [*found["labels"], {"name": "old"}]}, body='{"labels"'),
    "label-removed-once": wrong_status("DELETE", r"/issues/\d+/labels/", 404, 200, text="[]"),
    "issue-longest-title": wrong_status("POST", "/issues$", 422, 201, body="xxx"),
    "issue-closed-as": wrong_json("PATCH", ISSUE, set_to(state_reason="completed"), body="not_planned"),
    "issue-reopened": wrong_json("PATCH", ISSUE, set_to(state_reason=None), body='"state": "open"'),
    "issue-duplicate": wrong_json("PATCH", ISSUE, set_to(state_reason="completed"), body="duplicate_issue_id"),
    "issue-missing": wrong_status("GET", r"/issues/9{9}$", 404, 200),
    "issue-timeline": wrong_json("GET", "/timeline$", lambda found: [each for each in found if each["event"] != "labeled"]),
    "list-has-pulls": wrong_json("GET", r"/issues\?", lambda found: [each for each in found if "pull_request" not in each]),
    "list-by-update": wrong_json("GET", r"/issues\?.*sort=updated", reversed_list),
    "pages-beyond": wrong_status("GET", "page=1000", 200, 404),
    "pages-last": wrong_header(200, "link", lambda link: link.replace('page=3>; rel="last"', 'page=4>; rel="last"')),
    "rate-limit-headers": wrong_header(200, "x-ratelimit-reset", lambda _: "soon"),
    "unchanged-is-free": wrong_header(304, "x-ratelimit-used", lambda used: str(int(used) + 1)),
    "wrong-token": wrong_status("GET", "", 401, 404),
    "broken-json": wrong_status("POST", "/issues$", 400, 422, body='{"title": '),
    "api-version-unknown": wrong_status("GET", "", 400, 200),
    "assignee-refused": wrong_status("PATCH", ISSUE, 422, 200, body="assignees"),
    "assignee-dropped": wrong_status("POST", "/assignees$", 201, 422),
    "not-assignable": wrong_status("GET", "/assignees/", 404, 204),
    "login-case": wrong_status("GET", "/collaborators/ADA/", 200, 404),
    "ref-once": wrong_status("POST", "/git/refs$", 422, 422, text='{"message": "Validation Failed"}'),
    "ref-not-forward": wrong_status("PATCH", "/git/refs/heads/", 422, 200),
    "tree-on-base": wrong_json("GET", r"/git/trees/\w+\?", set_to(tree=[])),
    "status-latest": wrong_json("GET", "/statuses$", reversed_list),
    "file-stale": wrong_status("PUT", "/contents/", 409, 200),
    "file-without-sha": wrong_status("PUT", "/contents/", 422, 200),
    "file-raw": without_raw_files,
    "pull-twice": wrong_status("POST", "/pulls$", 422, 422, text="No commits between"),
    "pull-merged-twice": wrong_status("PUT", "/merge$", 405, 200, body="merge_method"),
    "pull-stale-merge": wrong_status("PUT", "/merge$", 409, 405),
    "dispatch-too-many": wrong_status("POST", "/dispatches$", 422, 204, body="key10"),
    "graphql-fifty": wrong_json("POST", "/graphql$", lambda found: {k: v for k, v in found.items() if k != "errors"}, body="number comments(first: 100)"),
    "graphql-error": wrong_status("POST", "/graphql$", 200, 400, body="{ conformance }"),
}  # fmt: skip
"""By the name of the one assumption that each differs from."""
