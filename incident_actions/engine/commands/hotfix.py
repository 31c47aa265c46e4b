"""`/hotfix <description> [from <ref>] [in <repository>]`: open a branch, a draft pull request and perhaps an issue."""

from __future__ import annotations

import re
from typing import TypedDict

from incident_actions.action_items.fix_issue import fix_issue
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.effects import OpenHotfix
from incident_actions.contract.questions import COULD_NOT_CHECK, MAY_NOT_ASK, RoleOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import HotfixOpened
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text.messages import (
    CouldNotCheck,
    HotfixReady,
    MayNot,
    NoSuchRef,
    NotARepository,
    NotPermitted,
    OtherWorkflows,
    Refusal,
    SeveralRepositories,
)
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.text.slug import make_slug

USAGE = "/hotfix <description> [from <branch, tag or commit>] [in <owner/repository>]"
FROM = lazy_pattern(r"\s+from\s+([A-Za-z0-9][\w./-]{0,200})$")
IN = lazy_pattern(r"\s+in\s+([A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})(?=\s+from\s+\S+$|$)")
NO_REF = lazy_pattern(r"\.\.|//|/\.|[./]\Z|\.lock(?:/|\Z)")
"""What git allows in no ref, and what would lead out of the API path of a ref.

https://git-scm.com/docs/git-check-ref-format
"""


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the hotfix. The issue comes first, because the branch and the pull request name it.

    A second hotfix with the same description gets a numbered branch.
    """
    incident = incident_of(request)
    rest, named = _split_off(asked.rest, IN)
    rest, start = _split_off(rest, FROM)
    description = cut_text(rest)
    if not description:
        raise wrong_form(asked, USAGE)
    repository = _repository(asked, named, incident, request)
    allowed = not repository or _has_role_in(asked, repository, request)
    ref = start or ("" if repository else request.context.snapshot.default_branch)
    if NO_REF.search(ref):
        raise Refused(NoSuchRef(asked.word, ref))
    branch = _branch(description, {hotfix.branch for hotfix in incident.hotfixes}, incident.number)
    fix = fix_issue(incident, branch, description, request.asker, request.context)
    issue = request.context.create(fix).number if fix else 0
    words = _texts(description, request, issue, elsewhere=bool(repository))
    wanted = OpenHotfix(request.key, branch, ref, **words, repository=repository)
    made = request.context.create(wanted) if allowed else CreationResult(problem="not permitted")
    if made.problem:
        raise Refused(_refusal(made, wanted, issue, asked, request))
    branch = made.name or branch
    opened = HotfixOpened(
        **request.entry_fields(),
        description=description,
        branch=branch,
        pull=made.number,
        issue=issue,
        repository=repository,
    )
    ready = HotfixReady(branch, made.number, compare_url(request, branch, repository), issue, repository)
    return Decision((opened,), (ready,))


def _split_off(text: str, by: re.Pattern[str]) -> tuple[str, str]:
    """Return a text without the part that a pattern matches, and what that part names, or an empty string."""
    found = by.search(text)
    return (f"{text[: found.start()]}{text[found.end() :]}", found[1]) if found else (text, "")


def _repository(asked: SlashCommand, named: str, incident: Incident, request: CommandRequest) -> str:
    """Return the repository of the fix: the one named, or that of the affected services; empty for the incident's own.

    Only repositories of services are used. Otherwise a commenter could write, with the tool's token and in its name, to
    every repository that the token can write to.
    """
    own = request.context.snapshot.repository
    known = tuple(sorted(request.process.repositories - {own}))
    if named:
        spelled = next((each for each in (own, *known) if each.casefold() == named.casefold()), None)
        if spelled is None:
            raise Refused(NotARepository(asked.word, named, known))
        return "" if spelled == own else spelled
    affected = {
        each.repository for each in request.process.services if each.repository and each.name in incident.services
    }
    if len(affected) > 1:
        raise Refused(SeveralRepositories(asked.word, tuple(sorted(affected))))
    return next((each for each in affected if each != own), "")


def _has_role_in(asked: SlashCommand, repository: str, request: CommandRequest) -> bool:
    """Check that the person has the role that the command needs in another repository; raises Refused.

    Return False if this run's token may not ask there. It opens nothing then either.
    """
    person = (request.authority or request.comment.author).login
    needed, actual = needed_role(asked.word, request.process), request.context.ask(RoleOf(person, repository))
    if actual == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, person, repository))
    if actual != MAY_NOT_ASK and not is_enough(actual, needed):
        raise Refused(MayNot(asked.word, person, needed, actual, repository))
    return actual != MAY_NOT_ASK


def _refusal(
    made: CreationResult, wanted: OpenHotfix, issue: int, asked: SlashCommand, request: CommandRequest
) -> Refusal:
    """Return why nothing was opened, with the commands that open it if there are any.

    An abbreviated sha is written out, because git fetches a commit by its whole sha only.
    """
    repository = wanted.repository
    if made.problem == "no such ref":
        return NoSuchRef(asked.word, wanted.start, issue, repository)
    kind = OtherWorkflows if made.problem == "other workflows" else NotPermitted
    return kind(
        asked.word,
        wanted.branch,
        made.name if wanted.start and made.name.startswith(wanted.start) else wanted.start,
        compare_url(request, wanted.branch, repository),
        issue,
        repository,
        f"{request.context.snapshot.server}/{repository}.git" if repository else "",
    )


class HotfixTexts(TypedDict):
    """The texts of the branch's commit and the pull request."""

    message: str
    title: str
    body: str


def _texts(description: str, request: CommandRequest, issue: int, *, elsewhere: bool) -> HotfixTexts:
    """Return the texts of a hotfix.

    In another repository they name the incident's repository too, where a number alone would be another issue.
    """
    incident = incident_of(request)
    home = request.context.snapshot.repository if elsewhere else ""
    values = {
        "incident": incident,
        "description": description,
        "asker": request.asker,
        "key": request.key,
        "issue": issue,
    }
    values["home"] = home
    return {
        "message": f"Start hotfix: {plain_line(description)[:60]}\n\nIncident {home}#{incident.number}",
        "title": f"Hotfix: {plain_line(description)[:200]}",
        "body": request.context.wording.render("pull_requests/hotfix.md", values),
    }


def compare_url(request: CommandRequest, branch: str, repository: str = "") -> str:
    """Return the page to open a pull request for a branch manually. Without a base it uses the default branch.

    https://docs.github.com/en/pull-requests/committing-changes-to-your-project/viewing-and-comparing-commits/comparing-commits
    """
    snapshot = request.context.snapshot
    if repository:
        return f"{snapshot.server}/{repository}/compare/{branch}?expand=1"
    return f"{snapshot.server}/{snapshot.repository}/compare/{snapshot.default_branch}...{branch}?expand=1"


def _branch(description: str, taken: set[str], number: int) -> str:
    wanted = f"hotfix/{make_slug(description, f'incident-{number}')}"
    numbered = (f"{wanted}-{count}" for count in range(2, len(taken) + 3))
    return next(branch for branch in (wanted, *numbered) if branch not in taken)


HOTFIX = Command("hotfix", USAGE, "open a hotfix branch and its draft pull request", decide)
