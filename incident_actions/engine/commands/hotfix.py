"""`/hotfix <description> [from <ref>] [in <repository>]`: open a branch, a draft pull request and perhaps an issue."""

from __future__ import annotations

from typing import TypedDict

from incident_actions.action_items.fix_issue import fix_issue
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.effects import OpenHotfix
from incident_actions.contract.snapshot import CreationResult
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.engine.commands.fix_repository import IN, choose_repository, compare_url, has_role_in, split_off
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import HotfixOpened
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import (
    HotfixReady,
    NoSuchRef,
    NotPermitted,
    OtherWorkflows,
    Refusal,
)
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.text.slug import make_slug

USAGE = "/hotfix <description> [from <branch, tag or commit>] [in <owner/repository>]"
FROM = lazy_pattern(r"\s+from\s+([A-Za-z0-9][\w./-]{0,200})$")
NO_REF = lazy_pattern(r"\.\.|//|/\.|[./]\Z|\.lock(?:/|\Z)")
"""What git allows in no ref, and what would lead out of the API path of a ref.

https://git-scm.com/docs/git-check-ref-format
"""


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the hotfix. The issue comes first, because the branch and the pull request name it.

    A second hotfix with the same description gets a numbered branch.
    """
    incident = incident_of(request)
    rest, named = split_off(asked.rest, IN)
    rest, start = split_off(rest, FROM)
    description = cut_text(rest)
    if not description:
        raise wrong_form(asked, USAGE)
    repository = choose_repository(asked, named, incident, request)
    allowed = not repository or has_role_in(asked, repository, request)
    ref = start or incident.drill_branch or ("" if repository else request.context.snapshot.default_branch)
    if NO_REF.search(ref):
        raise Refused(NoSuchRef(asked.word, ref))
    branch = _branch(description, incident)
    fix = fix_issue(incident, branch, description, request.asker, request.context)
    issue = request.context.create(fix).number if fix else 0
    words = _texts(description, request, issue, elsewhere=bool(repository))
    wanted = OpenHotfix(request.key, branch, ref, **words, repository=repository, base=incident.drill_branch)
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
        "title": _title(f"Hotfix: {plain_line(description)[:200]}", request),
        "body": request.context.wording.render("pull_requests/hotfix.md", values),
    }


def _title(title: str, request: CommandRequest) -> str:
    """Return the title of a pull request, which says so in a drill."""
    is_drill = incident_of(request).drill is not None
    return request.context.wording.render("parts/drill_title.txt", {"title": title}) if is_drill else title


def _branch(description: str, incident: Incident) -> str:
    """Return a name that no hotfix of the incident has. Those of drills can be told apart."""
    number, taken = incident.number, {hotfix.branch for hotfix in incident.hotfixes}
    kind = f"hotfix/drill-{number}-" if incident.drill else "hotfix/"
    wanted = f"{kind}{make_slug(description, f'incident-{number}')}"
    numbered = (f"{wanted}-{count}" for count in range(2, len(taken) + 3))
    return next(branch for branch in (wanted, *numbered) if branch not in taken)


HOTFIX = Command("hotfix", USAGE, "open a hotfix branch and its draft pull request", decide)
