"""In which repository a fix is opened, and whether the person has the role for it there."""

from __future__ import annotations

import re

from incident_actions.contract.decision import CommandRequest, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK, MAY_NOT_ASK, RoleOf
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text.messages import CouldNotCheck, MayNot, NotARepository, SeveralRepositories
from incident_actions.text.slash_grammar import SlashCommand

IN = lazy_pattern(r"\s+in\s+([A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})(?=\s+from\s+\S+$|$)")


def split_off(text: str, by: re.Pattern[str]) -> tuple[str, str]:
    """Return a text without the part that a pattern matches, and what that part names, or an empty string."""
    found = by.search(text)
    return (f"{text[: found.start()]}{text[found.end() :]}", found[1]) if found else (text, "")


def choose_repository(asked: SlashCommand, named: str, incident: Incident, request: CommandRequest) -> str:
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


def has_role_in(asked: SlashCommand, repository: str, request: CommandRequest) -> bool:
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


def compare_url(request: CommandRequest, branch: str, repository: str = "") -> str:
    """Return the page to open a pull request for a branch manually. Without a base it uses the default branch.

    https://docs.github.com/en/pull-requests/committing-changes-to-your-project/viewing-and-comparing-commits/comparing-commits
    """
    snapshot = request.context.snapshot
    if repository:
        return f"{snapshot.server}/{repository}/compare/{branch}?expand=1"
    base = (request.incident.drill_branch if request.incident else "") or snapshot.default_branch
    return f"{snapshot.server}/{snapshot.repository}/compare/{base}...{branch}?expand=1"
