"""`/rollback <pull request, commit or tag> [in <repository>]`: open the pull request that undoes a change."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.action_items.evidence_references import EvidenceReference, find_evidence
from incident_actions.contract.code_change import ChangeName, CodeChange, RecentChanges
from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.effects import OpenRevert
from incident_actions.contract.questions import ChangeOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.engine.commands.fix_repository import IN, choose_repository, compare_url, has_role_in, split_off
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.reactions.recent_changes import changes_to_list
from incident_actions.model.incident.entry import CommandAnswered, HotfixOpened
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import (
    CannotRollBack,
    NotARepository,
    RollbackCandidates,
    RollBackManually,
    RollbackReady,
)
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.text.slug import make_slug

USAGE = "/rollback [pull request, commit or tag] [in <owner/repository>]"

TAG = lazy_pattern(r"[A-Za-z0-9](?!.*(?:\.\.|//|/\.|@\{))[\w.+/-]{0,200}(?<![./])(?<!\.lock)\Z")
"""What git allows in a tag's name, less what no release bears: https://git-scm.com/docs/git-check-ref-format."""

DATE = lazy_pattern(r"\d{7,}\Z")
"""Digits that are no pull request's number, such as a release's date."""

RELEASE = lazy_pattern(
    r"<?(?P<server>https?://[^\s/<>]{1,100})/(?P<repository>[A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})"
    r"/releases/tag/(?P<tag>[^\s?#<>]{1,200})[^\s<>]*>?\Z"
)

SHOWN_FILES = 5
"""How many of the files in the way a reply names."""


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the pull request that undoes a change, or reply with the commands that do."""
    incident = incident_of(request)
    rest, elsewhere = split_off(f" {asked.rest}", IN)
    if not rest.strip() and not elsewhere:
        return _name_candidates(asked, request)
    name = _named_change(asked, rest.strip(), request)
    means_own = name.kind == "pull" or "://" in rest
    named = name.repository or elsewhere or (request.context.snapshot.repository if means_own else "")
    repository = choose_repository(asked, named, incident, request)
    allowed = not repository or has_role_in(asked, repository, request)
    change = request.context.ask(ChangeOf(ChangeName(name.kind, name.name), repository))
    if change.problem:
        raise Refused(CannotRollBack(asked.word, change.name, change.title, change.problem, repository))
    wanted = _revert(change, repository, request)
    made = request.context.create(wanted) if allowed else CreationResult(problem="not permitted")
    if made.problem:
        raise Refused(_refusal(asked, change, made, wanted, request))
    opened = HotfixOpened(
        **request.entry_fields(),
        description=change.title,
        branch=made.name or wanted.branch,
        pull=made.number,
        repository=repository,
        reverts=change.name,
    )
    compare = compare_url(request, opened.branch, repository)
    ready = RollbackReady(change.name, change.title, change.earlier, opened.branch, made.number, compare, repository)
    return Decision((opened,), (ready,))


def _name_candidates(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Name the last change of each kind before the incident started, and change nothing."""
    incident = incident_of(request)
    listed = incident.changes_before or _read_changes(incident, request)
    changes = {each.kind: each for each in reversed(listed.changes if listed else ())}
    newest = tuple(sorted(changes.values(), key=lambda each: each.at, reverse=True))
    answered = CommandAnswered(**request.entry_fields(), word=asked.word)
    start = incident.start
    return Decision((answered,), (RollbackCandidates(USAGE, newest, start, listed is not None),))


def _read_changes(incident: Incident, request: CommandRequest) -> RecentChanges | None:
    """Return what changed before the start, if no run has listed that yet."""
    return request.context.ask(changes_to_list(incident, request.context))


def _named_change(asked: SlashCommand, text: str, request: CommandRequest) -> ChangeName:
    """Return the change that a text names; raises Refused if it names none, or one of an unknown repository."""
    snapshot, known = request.context.snapshot, request.process.repositories
    named = find_evidence(text, snapshot.server, snapshot.repository, known)
    if name := _read_release(text, snapshot.server) or read_name(text, named.references):
        return name
    if named.elsewhere:
        raise Refused(NotARepository(asked.word, named.elsewhere[0], tuple(sorted(known - {snapshot.repository}))))
    raise wrong_form(asked, USAGE)


def read_name(text: str, references: Sequence[EvidenceReference]) -> ChangeName | None:
    """Return the pull request or commit that a text refers to, or the tag that it is."""
    if references and not DATE.match(text):
        first = references[0]
        return ChangeName("pull" if first.number else "commit", str(first.number or first.commit), first.repository)
    return ChangeName("tag", text) if TAG.match(text) else None


def _read_release(text: str, server: str) -> ChangeName | None:
    """Return the tag of a release on this server that a text links to."""
    found = RELEASE.match(text)
    if found is None or found["server"].casefold() != server.casefold() or not TAG.match(found["tag"]):
        return None
    return ChangeName("tag", found["tag"], found["repository"])


def _revert(change: CodeChange, repository: str, request: CommandRequest) -> OpenRevert:
    """Return the pull request. In another repository it names the incident's repository, too."""
    incident = incident_of(request)
    home = request.context.snapshot.repository if repository else ""
    title = plain_line(change.title)[:200]
    values = {
        "incident": incident,
        "change": change,
        "asker": request.asker,
        "key": request.key,
        "home": home,
    }
    return OpenRevert(
        request.key,
        f"hotfix/{make_slug(f'Revert {change.name}', 'revert')}",
        change.before,
        change.after,
        f'Revert "{title[:60]}"\n\n{_reverted_commits(change)}\n\nIncident {home}#{incident.number}',
        f'Revert "{title}"',
        request.context.wording.render("pull_requests/rollback.md", values),
        repository,
    )


def _reverted_commits(change: CodeChange) -> str:
    """Return the sentence that git itself writes into a revert, which other tools look for."""
    if change.kind == "range":
        return f"This reverts commits {change.before}..{change.after}."
    reverts = f"This reverts commit {change.after}"
    return f"{reverts}, reversing\nchanges made to {change.before}." if change.kind == "merge" else f"{reverts}."


def _refusal(
    asked: SlashCommand, change: CodeChange, made: CreationResult, wanted: OpenRevert, request: CommandRequest
) -> CannotRollBack | RollBackManually:
    """Return why nothing was opened, with the commands to type unless there is nothing left to undo."""
    repository, snapshot = wanted.repository, request.context.snapshot
    if made.problem == "already reverted":
        return CannotRollBack(asked.word, change.name, change.title, made.problem, repository)
    return RollBackManually(
        asked.word,
        change.name,
        made.problem,
        made.in_the_way[:SHOWN_FILES],
        len(made.in_the_way[SHOWN_FILES:]),
        change.kind,
        change.before,
        change.after,
        wanted.branch,
        compare_url(request, wanted.branch, repository),
        repository,
        f"{snapshot.server}/{repository}.git" if repository else "",
    )


ROLLBACK = Command("rollback", USAGE, "open the pull request that undoes a change, or name the last changes", decide)
