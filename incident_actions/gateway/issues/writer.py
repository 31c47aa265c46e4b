"""Carry out a plan's effects. A creation is looked for before it is repeated, so nothing is created twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, assert_never
from urllib.parse import quote

from incident_actions.action_items import fix_issue, week_issue
from incident_actions.action_items.opening import key_in
from incident_actions.contract import events
from incident_actions.contract.effects import (
    AddReaction,
    Creation,
    DeleteComment,
    DispatchEvent,
    Effect,
    MinimizeComments,
    Notify,
    OpenHotfix,
    OpenIssue,
    OpenPrivateIssue,
    OpenRevert,
    PaintLabel,
    PinComment,
    PinIssue,
    PostComment,
    PostPrivately,
    PostRecordPage,
    ProposeFiles,
    RefreshFile,
    ReplaceLines,
    ReportCheck,
    SetIssue,
    WithdrawFiles,
    WriteCard,
)
from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Comment, Label
from incident_actions.contract.labels import undescribed_labels
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError, Unreachable
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal
from incident_actions.gateway.client.graphql_reads import error_cause
from incident_actions.gateway.client.identity import WrongIdentity
from incident_actions.gateway.client.retry import may_have_taken_effect
from incident_actions.gateway.issues.duplicate_closing import close_as_duplicate
from incident_actions.gateway.issues.private_issue import open_private_issue, post_privately
from incident_actions.gateway.issues.write_cache import WriteCache
from incident_actions.gateway.repository import branches, check_report, event_dispatch, file_refresh, reverts
from incident_actions.model.person import GHOST, Person
from incident_actions.text import alert_marker, overview_marker

if TYPE_CHECKING:
    from incident_actions.gateway.client.other_repositories import OtherRepositories
    from incident_actions.gateway.notify.addresses import Address
    from incident_actions.gateway.notify.dispatcher import Dispatcher

log = logging.getLogger(__name__)
T = TypeVar("T")

UNSUPPORTED_STATUSES = (403, 404, 405, 410)
"""Statuses with which servers and tokens answer for a feature that they do not have."""

REACTIONS = "reactions"

MINIMIZING = "minimized comments"

ISSUE_TYPES = "issue types"


class IssueWriter:
    """Writes to the repository what a plan contains."""

    def __init__(
        self,
        connection: Connection,
        bot: Person,
        default_branch: str,
        addresses: tuple[Address, ...] = (),
        elsewhere: OtherRepositories | None = None,
    ) -> None:
        self._connection = connection
        self._addresses = addresses
        self._bot = bot
        self._default_branch = default_branch
        self._elsewhere = elsewhere
        self._keys: dict[str, dict[str, CreationResult]] = {}
        self.new_labels: set[str] = set()
        """The labels that GitHub created with its defaults when this run named them, and that are not painted yet."""
        self.write_cache = WriteCache()

    @cached_property
    def _dispatcher(self) -> Dispatcher:
        from incident_actions.gateway.notify.dispatcher import Dispatcher  # noqa: PLC0415  few runs send notifications

        return Dispatcher(self._addresses)

    def create(self, creation: Creation, meanwhile: Callable[[], None] = lambda: None) -> CreationResult:
        """Create what a decision needs, unless it exists already, and return what identifies it.

        `meanwhile` may start the next look; it is called shortly before a creation of many steps is done.
        """
        self._connection.write_pace.wait()
        match creation:
            case OpenHotfix() | OpenRevert():
                return self._open_fix(creation)
            case ProposeFiles():
                return branches.propose_files(self._connection, creation, self._default_branch, meanwhile)
            case RefreshFile():
                return file_refresh.refresh_file(self._connection, creation)
            case WithdrawFiles():
                return self._withdraw_files(creation)
            case ReplaceLines():
                return branches.replace_lines(self._connection, creation, self._default_branch)
            case OpenIssue():
                return self._open_issue(creation)
            case OpenPrivateIssue() | PostPrivately():
                return self._write_privately(creation)
            case PostRecordPage():
                return self._open_page(creation)
            case Notify():
                return self._dispatcher.send(creation)
            case DispatchEvent():
                return event_dispatch.dispatch_event(self._connection, creation)
        assert_never(creation)

    def finish(self) -> None:
        """Wait for what creations left to be done meanwhile; raises what it failed with."""
        self._connection.concurrency.finish()

    def _withdraw_files(self, wanted: WithdrawFiles) -> CreationResult:
        """Comment on a pull request, close it, and delete its branch, from which GitHub can restore it.

        That of a private incident never keeps the incident from moving.
        https://docs.github.com/en/rest/git/refs#delete-a-reference
        """
        try:
            self._close_pull(wanted)
        except GithubError as error:
            if not (wanted.title and is_refusal(error, 403, 404, 410, 422)):
                raise
            log.warning("Could not close #%d: status %s", wanted.pull, error.status)
        try:
            self._connection.send("DELETE", f"git/refs/heads/{quote(wanted.branch)}")
        except GithubError as error:
            if not is_refusal(error, 403, 404, 409, 422):
                raise
            log.info("Could not delete the branch %s: status %s", wanted.branch, error.status)
        return CreationResult(name=wanted.branch)

    def _close_pull(self, wanted: WithdrawFiles) -> None:
        """Comment on a pull request and close it, with its new words if it has any."""
        if wanted.pull:
            path, first = f"issues/{wanted.pull}/comments", wanted.body.partition("\n")[0]
            if not self._newest_own_comment(path, lambda body: body.partition("\n")[0] == first):
                self._comment(wanted.pull, wanted.body)
            new_words = {"title": wanted.title, "body": ""} if wanted.title else {}
            self._connection.send("PATCH", f"pulls/{wanted.pull}", body={"state": "closed", **new_words})

    def _write_privately(self, wanted: OpenPrivateIssue | PostPrivately) -> CreationResult:
        if self._elsewhere is None:
            return CreationResult(problem="not permitted")
        there = self._elsewhere.connection(wanted.repository)
        return post_privately(there, wanted) if isinstance(wanted, PostPrivately) else open_private_issue(there, wanted)

    def _open_fix(self, wanted: OpenHotfix | OpenRevert) -> CreationResult:
        """Open a hotfix or a revert in its repository: this one, or another that the configuration names."""

        def open_fix(connection: Connection, base: str) -> CreationResult:
            if isinstance(wanted, OpenRevert):
                return reverts.open_revert(connection, wanted, base)
            return branches.open_hotfix(connection, wanted, base)

        if not wanted.repository:
            return open_fix(self._connection, self._default_branch)
        if self._elsewhere is None:
            return CreationResult(problem="not permitted")
        return branches.open_elsewhere(self._elsewhere.connection(wanted.repository), open_fix)

    def carry_out(self, effect: Effect) -> tuple[Effect, ...]:
        """Carry out one effect, and return the effects that follow from it."""
        if isinstance(effect, AddReaction) and REACTIONS in self._connection.missing_features:
            return ()  # no pause is needed before a request that is not sent
        self._connection.write_pace.wait()
        match effect:
            case (
                OpenHotfix()
                | OpenRevert()
                | ProposeFiles()
                | RefreshFile()
                | WithdrawFiles()
                | ReplaceLines()
                | OpenIssue()
                | OpenPrivateIssue()
                | PostPrivately()
                | PostRecordPage()
                | Notify()
                | DispatchEvent()
            ):
                self.create(effect)
            case PostComment(number, _, body):
                self._comment(number, body)
            case WriteCard():
                return self._write_card(effect)
            case PinComment(comment):
                self._pin(comment)
            case PinIssue():
                self._pin_issue(effect)
            case SetIssue():
                self._set_issue(effect)
            case PaintLabel():
                self._paint_label(effect)
            case DeleteComment(comment):
                self._remove(comment)
            case AddReaction(comment, content):
                self._react(comment, content)
            case MinimizeComments():
                self._minimize(effect)
            case ReportCheck():
                check_report.report_check(self._connection, effect)
            case _:
                assert_never(effect)
        return ()

    def _comment(self, issue: int, body: str) -> int:
        """Post a comment; before a second attempt, look for the comment by its first line."""
        path, first = f"issues/{issue}/comments", body.partition("\n")[0]
        posted = self._create_once(
            lambda: events.read_comment(self._connection.send("POST", path, body={"body": body})),
            lambda: self._newest_own_comment(path, lambda body: body.partition("\n")[0] == first),
        )
        self._check_author(posted.author)
        self.write_cache.add_comment(issue, posted)
        return posted.id

    def _check_author(self, author: Person) -> None:
        """Raise WrongIdentity if something just written has another author than the tool assumes to be."""
        if not author.is_same_as(self._bot) and not author.is_same_as(GHOST):
            raise WrongIdentity(author)

    def _newest_own_comment(self, path: str, fits: Callable[[str], bool]) -> Comment | None:
        """Return our newest comment whose text fits."""
        comments = (events.read_comment(comment) for page in self._connection.pages(path) for comment in page)
        ours = (each for each in comments if each.author.is_same_as(self._bot))
        fitting = (each for each in ours if fits(each.body.replace("\r\n", "\n")))
        return max(fitting, key=lambda each: each.id, default=None)

    def _create_once(self, create: Callable[[], T], find: Callable[[], T | None]) -> T:
        """Create something; if it may have been created in spite of an error, look for it before a second attempt."""
        try:
            return create()
        except (GithubError, Unreachable) as error:
            if not (may_have_taken_effect(error) and self._connection.retry_policy.wait_for_lists()):
                raise
        return find() or create()

    def _write_card(self, card: WriteCard) -> tuple[Effect, ...]:
        if not card.comment:
            return (PinComment(self._comment(card.issue, card.body)),)
        edited = self._connection.send("PATCH", f"issues/comments/{card.comment}", body={"body": card.body})
        self.write_cache.add_comment(card.issue, events.read_comment(edited))
        return ()

    def _pin(self, comment: int) -> None:
        """Pin a comment to the top of its issue.

        https://docs.github.com/en/rest/issues/comments#pin-an-issue-comment
        """
        self._try_optional(lambda: self._connection.send("PUT", f"issues/comments/{comment}/pin"), "pins")
        self.write_cache.pinned.add(comment)

    def _paint_label(self, label: PaintLabel) -> None:
        self.new_labels.discard(label.name)
        path, body = f"labels/{quote(label.name, safe='')}", {"color": label.colour, "description": label.description}
        self._try_optional(lambda: self._connection.send("PATCH", path, body=body), "labels")
        self.write_cache.painted[label.name] = Label(label.name, label.colour, label.description)

    def _pin_issue(self, wanted: PinIssue) -> None:
        """Pin an issue, which is optional: any failure is logged.

        GitHub refuses a fourth pin, and one by a token that may not pin. REST can't pin an issue.
        https://docs.github.com/en/graphql/reference/mutations#pinissue
        """
        pin = "mutation Pin($input: PinIssueInput!) { pinIssue(input: $input) { clientMutationId } }"
        try:
            self._connection.mutate(pin, {"input": {"issueId": wanted.node}})
        except (GithubError, OSError) as error:
            log.info("Could not pin #%d: %s", wanted.number, error_cause(error))

    def _set_issue(self, change: SetIssue) -> None:
        wanted = {
            "title": change.title,
            "body": change.body,
            "state": None if change.open is None else ("open" if change.open else "closed"),
            "state_reason": change.state_reason,
            "labels": change.labels,
            "assignees": change.assignees,
            "type": None if ISSUE_TYPES in self._connection.missing_features else change.type,
        }
        path, body = f"issues/{change.number}", {name: value for name, value in wanted.items() if value is not None}

        def send(body: dict[str, Any]) -> Any:
            return self._send_with_extras(lambda body: self._connection.send("PATCH", path, body=body), body)

        original = change.duplicate_of
        answer = close_as_duplicate(self._connection, send, body, original) if original else send(body)
        shown = read_issue(answer)
        self.write_cache.issues[change.number] = shown
        if change.labels is not None:
            self.new_labels |= set(undescribed_labels(shown))

    def _react(self, comment: int, content: str) -> None:
        """Add a reaction, which is decoration: a failure is logged, and a refusal holds for the whole run."""
        path, body = f"issues/comments/{comment}/reactions", {"content": content}
        try:
            self._try_optional(lambda: self._connection.send("POST", path, body=body, once=False), REACTIONS)
            self.write_cache.reactions[comment] = content
        except (GithubError, OSError) as error:
            log.warning("Could not react to comment %d: %s", comment, type(error).__name__)

    def _remove(self, comment: int) -> None:
        """Delete a comment, unless another run has deleted it."""
        try:
            self._connection.send("DELETE", f"issues/comments/{comment}")
        except GithubError as error:
            if not is_refusal(error, 404, 410):
                raise
        self.write_cache.removed.add(comment)

    def _minimize(self, wanted: MinimizeComments) -> None:
        """Minimize comments in one request, which is decoration: any failure is logged, and holds for the whole run.

        https://docs.github.com/en/graphql/reference/mutations#minimizecomment
        """
        if MINIMIZING in self._connection.missing_features:
            return
        inputs = {
            f"c{place}": {"subjectId": node, "classifier": wanted.reason} for place, node in enumerate(wanted.nodes)
        }
        declared = ", ".join(f"${name}: MinimizeCommentInput!" for name in inputs)
        fields = " ".join(f"{name}: minimizeComment(input: ${name}) {{ clientMutationId }}" for name in inputs)
        try:
            self._connection.mutate(f"mutation Minimize({declared}) {{ {fields} }}", inputs)
        except (GithubError, OSError) as error:
            self._connection.missing_features.add(MINIMIZING)
            log.info("Continued without %s: %s", MINIMIZING, type(error).__name__)

    def _try_optional(self, act: Callable[[], object], feature: str) -> None:
        """Do something that not every server offers, and remember for this run if the feature is missing.

        A 422 concerns this one request: it has been done already, or is not possible here.
        """
        if feature in self._connection.missing_features:
            return
        try:
            act()
        except GithubError as error:
            if is_refusal(error, *UNSUPPORTED_STATUSES):
                self._connection.missing_features.add(feature)
            elif not is_refusal(error, 422):
                raise
            log.info("Continued without %s: %s", feature, error.status)

    def _open_issue(self, wanted: OpenIssue) -> CreationResult:
        made = self._known_keys(wanted).get(wanted.key) or self._keep_older(wanted, self._create_issue_once(wanted))
        if wanted.if_unassigned and not made.assignees:
            body = {"body": wanted.if_unassigned.body, "labels": list(wanted.if_unassigned.labels)}
            changed = self._connection.send("PATCH", f"issues/{made.number}", body=body)
            self.new_labels |= set(undescribed_labels(read_issue(changed)))
        if wanted.parent:
            self._link_sub_issue(wanted.parent, int(made.name))
        self._known_keys(wanted)[wanted.key] = made
        return made

    def _create_issue_once(self, wanted: OpenIssue) -> CreationResult:
        return self._create_once(lambda: self._create_issue(wanted), lambda: self._listed_keys(wanted).get(wanted.key))

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
            ours = (each for each in page if events.read_person(each.get("user")).is_same_as(self._bot))
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
        if wanted.type and ISSUE_TYPES not in self._connection.missing_features:
            body["type"] = wanted.type
        created = self._send_with_extras(lambda body: self._connection.send("POST", "issues", body=body), body)
        self._check_author(events.read_person(created.get("user")))
        self.new_labels |= set(undescribed_labels(read_issue(created)))
        return _issue_made(created)

    def _send_with_extras(self, send: Callable[[dict[str, Any]], Any], body: dict[str, Any]) -> Any:
        """Send a change with its issue type, and again without it if GitHub refuses: the organization may lack it.

        The refusal holds for the whole run.
        https://docs.github.com/en/rest/issues/issues#create-an-issue
        """
        try:
            return self._send_with_assignees(send, body)
        except GithubError as error:
            if not ("type" in body and is_refusal(error, 422) and "type" in error_text(error)):
                raise
            self._connection.missing_features.add(ISSUE_TYPES)
            log.info("Continued without the issue type %s: status %s", body["type"], error.status)
            return self._send_with_assignees(send, {name: each for name, each in body.items() if name != "type"})

    def _send_with_assignees(self, send: Callable[[dict[str, Any]], Any], body: dict[str, Any]) -> Any:
        """Send a change with assignees, and again without them if GitHub refuses: one invalid login fails the request.

        https://github.com/harvester/harvester/issues/10448
        """
        try:
            return send(body)
        except GithubError as error:
            if not (is_refusal(error, 422) and "assignee" in error_text(error)):
                raise
            return send({name: value for name, value in body.items() if name != "assignees"})

    def _link_sub_issue(self, parent: int, issue_id: int) -> None:
        """Make an issue a sub-issue of another one, if the server has sub-issues.

        https://docs.github.com/en/rest/issues/sub-issues#add-sub-issue
        """
        body = {"sub_issue_id": issue_id}
        send = self._connection.send
        self._try_optional(lambda: send("POST", f"issues/{parent}/sub_issues", body=body, once=False), "sub-issues")

    def _open_page(self, page: PostRecordPage) -> CreationResult:
        path = f"issues/{page.issue}/comments"

        def find() -> Comment | None:
            return self._newest_own_comment(path, page.body.__eq__)

        def post() -> Comment:
            return events.read_comment(self._connection.send("POST", path, body={"body": page.body}))

        posted = find() or self._create_once(post, find)
        self._check_author(posted.author)
        self.write_cache.add_comment(page.issue, posted)
        return CreationResult(posted.id)


def _issue_made(given: Any) -> CreationResult:
    shown = read_issue(given)
    return CreationResult(shown.number, str(shown.id), shown.assignees)


def _key_in(body: str) -> str:
    """Return the key of one of our issues, which names an action item, a week, the overview, a fix or an alert."""
    places = (key_in, week_issue.key_in, overview_marker.key_in, fix_issue.key_in, alert_marker.key_in)
    return next((found for each in places if (found := each(body))), "")
