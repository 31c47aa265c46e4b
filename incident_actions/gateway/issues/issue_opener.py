"""Open issues, each once for its key, whatever happened to earlier attempts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident_actions.action_items import fix_issue, week_issue
from incident_actions.action_items.opening import key_in
from incident_actions.contract import events
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.events import read_issue
from incident_actions.contract.labels import undescribed_labels
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.issues.issue_changes import issue_type, send_with_extras
from incident_actions.gateway.issues.write_session import WriteSession
from incident_actions.text import alert_marker, game_day_marker, maintenance_marker, overview_marker


class IssueOpener:
    """Opens issues, and remembers the keys of those that it has listed."""

    def __init__(self, session: WriteSession) -> None:
        self._session, self._connection = session, session.connection
        self._keys: dict[str, dict[str, CreationResult]] = {}

    def open_issue(self, wanted: OpenIssue) -> CreationResult:
        """Open an issue unless one with its key exists, and return its number, its id and its assignees."""
        made = self._known_keys(wanted).get(wanted.key) or self._keep_older(wanted, self._create_issue_once(wanted))
        if wanted.if_unassigned and not made.assignees:
            body = {"body": wanted.if_unassigned.body, "labels": list(wanted.if_unassigned.labels)}
            changed = self._connection.send("PATCH", f"issues/{made.number}", body=body)
            self._session.new_labels |= set(undescribed_labels(read_issue(changed)))
        if wanted.parent:
            self._link_sub_issue(wanted.parent, int(made.name))
        self._known_keys(wanted)[wanted.key] = made
        return made

    def _create_issue_once(self, wanted: OpenIssue) -> CreationResult:
        def find() -> CreationResult | None:
            return self._listed_keys(wanted).get(wanted.key)

        return self._session.create_once(lambda: self._create_issue(wanted), find)

    def _keep_older(self, wanted: OpenIssue, made: CreationResult) -> CreationResult:
        """Return the older of two issues that two runs opened for the same thing; close ours if it is the newer one."""
        first = self._listed_keys(wanted).get(wanted.key, made)
        if first.number >= made.number:
            return made
        body = {"state": "closed", "state_reason": "not_planned", "labels": []}
        self._connection.send("PATCH", f"issues/{made.number}", body=body)
        return first

    def _known_keys(self, wanted: OpenIssue) -> dict[str, CreationResult]:
        """Return the keys of issues like this one that were opened before, read once a run for each label."""
        label = wanted.labels[0]
        if label not in self._keys:
            self._keys[label] = self._listed_keys(wanted)
        return self._keys[label]

    def remember_keys(self, label: str, keys: Mapping[str, CreationResult]) -> None:
        """Keep the keys of all issues with a label, which the caller has just listed, to avoid listing them again."""
        self._keys[label] = {key: made for key, made in keys.items() if key}

    def _listed_keys(self, wanted: OpenIssue) -> dict[str, CreationResult]:
        """Return the keys of our issues with this label since the time that this one needs. The oldest issue counts."""
        parameters = {"labels": wanted.labels[0], "state": "all", "sort": "created", "direction": "desc"}
        found: dict[str, CreationResult] = {}
        for page in self._connection.pages("issues", **parameters):
            ours = (each for each in page if events.read_person(each.get("user")).is_same_as(self._session.bot))
            found |= {_key_in(str(each.get("body") or "")): _issue_made(each) for each in ours}
            if not page or wanted.since is None or events.read_time(page[-1]["created_at"]) < wanted.since:
                break
        return {key: made for key, made in found.items() if key}

    def _create_issue(self, wanted: OpenIssue) -> CreationResult:
        body = {
            "title": wanted.title,
            "body": wanted.body,
            "labels": list(wanted.labels),
            "assignees": list(wanted.assignees),
        }
        if wanted.type and issue_type(wanted.type) not in self._connection.missing_features:
            body["type"] = wanted.type
        created = send_with_extras(self._session, lambda body: self._connection.send("POST", "issues", body=body), body)
        self._session.check_author(events.read_person(created.get("user")))
        self._session.new_labels |= set(undescribed_labels(read_issue(created)))
        return _issue_made(created)

    def _link_sub_issue(self, parent: int, issue_id: int) -> None:
        """Make an issue a sub-issue of another one, if the server has sub-issues.

        https://docs.github.com/en/rest/issues/sub-issues#add-sub-issue
        """
        body = {"sub_issue_id": issue_id}
        send = self._connection.send
        self._session.try_optional(
            lambda: send("POST", f"issues/{parent}/sub_issues", body=body, once=False), "sub-issues"
        )


def _issue_made(given: Any) -> CreationResult:
    shown = read_issue(given)
    return CreationResult(shown.number, str(shown.id), shown.assignees)


def _key_in(body: str) -> str:
    """Return the key of one of our issues, such as an action item, a week, the overview or a game day."""
    markers = (overview_marker.key_in, alert_marker.key_in, maintenance_marker.key_in, game_day_marker.key_in)
    places = (key_in, week_issue.key_in, fix_issue.key_in, *markers)
    return next((found for each in places if (found := each(body))), "")
