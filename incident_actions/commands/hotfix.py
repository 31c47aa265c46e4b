"""`/hotfix <description> [from <ref>]`: a branch, a draft pull request, and where it is wanted an issue for the fix."""

from __future__ import annotations

import re
from typing import TypedDict

from incident_actions.commands.command import Command, wrong_form
from incident_actions.commands.grammar import Asked
from incident_actions.commands.lifecycle import incident_of
from incident_actions.effects import OpenHotfix
from incident_actions.followups.fix import issue_for
from incident_actions.incident.entry import HotfixOpened
from incident_actions.messages import HotfixReady, NoSuchRef, NotPermitted
from incident_actions.neutral import plain
from incident_actions.scene import Decision, Refused, Scene, kept
from incident_actions.slug import slug

USAGE = "/hotfix <description> [from <branch, tag or commit>]"
FROM = re.compile(r"\s+from\s+([A-Za-z0-9][\w./-]{0,200})$")
NO_REF = re.compile(r"\.\.|//|/\.|[./]\Z|\.lock(?:/|\Z)")
"""What git allows in no ref, and what would lead out of the path that a ref is asked for by.

https://git-scm.com/docs/git-check-ref-format
"""


def decide(asked: Asked, scene: Scene) -> Decision:
    """Open it; the second hotfix of one name gets a number of its own. The issue comes first: the others name it."""
    incident = incident_of(scene)
    start = FROM.search(asked.rest)
    description = kept(asked.rest[: start.start()] if start else asked.rest)
    if not description:
        raise wrong_form(asked, USAGE)
    ref = start[1] if start else scene.view.snapshot.default_branch
    if NO_REF.search(ref):
        raise Refused(NoSuchRef(asked.word, ref))
    branch = _branch(description, {hotfix.branch for hotfix in incident.hotfixes}, incident.number)
    wanted = issue_for(incident, branch, description, scene.asker, scene.view)
    issue = scene.view.make(wanted).number if wanted else 0
    made = scene.view.make(OpenHotfix(scene.key, branch, ref, **_words(description, scene, issue)))
    if made.problem == "no such ref":
        raise Refused(NoSuchRef(asked.word, ref, issue))
    if made.problem == "not permitted":
        raise Refused(NotPermitted(asked.word, branch, ref, issue))
    branch = made.name or branch
    opened = HotfixOpened(**scene.stamp(), description=description, branch=branch, pull=made.number, issue=issue)
    return Decision((opened,), (HotfixReady(branch, made.number, compare(scene, branch), issue),))


class Words(TypedDict):
    """What is said on the branch and in the pull request."""

    message: str
    title: str
    body: str


def _words(description: str, scene: Scene, issue: int) -> Words:
    incident = incident_of(scene)
    values = {"incident": incident, "description": description, "asker": scene.asker, "key": scene.key, "issue": issue}
    return {
        "message": f"Start hotfix: {plain(description)[:60]}\n\nIncident #{incident.number}",
        "title": f"Hotfix: {plain(description)[:200]}",
        "body": scene.view.wording.render("pull_requests/hotfix.md", values),
    }


def compare(scene: Scene, branch: str) -> str:
    """The page on which a pull request for a branch is opened by hand."""
    snapshot = scene.view.snapshot
    return f"{snapshot.server}/{snapshot.repository}/compare/{snapshot.default_branch}...{branch}?expand=1"


def _branch(description: str, taken: set[str], number: int) -> str:
    wanted = f"hotfix/{slug(description, f'incident-{number}')}"
    numbered = (f"{wanted}-{count}" for count in range(2, len(taken) + 3))
    return next(branch for branch in (wanted, *numbered) if branch not in taken)


HOTFIX = Command("hotfix", USAGE, "open a hotfix branch and its draft pull request", decide)
