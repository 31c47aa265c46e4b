"""Record how the pull requests of hotfixes ended."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.questions import PullOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Hotfix, Incident


def follow_hotfixes(incident: Incident, ended: int, context: Context) -> Decision:
    """Record the end of hotfixes' pull requests.

    `ended` is the one that this run's event is about. The sweep and the clock check all that are open, so that a lost
    event is found; a comment's run does not wait for that. Events of other repositories never arrive, and only those of
    services are asked, whatever the record has. That a drill's pull request was closed means nothing: the tool itself
    closes it at the end, in a run that may die.
    """
    known = {"", *(each.casefold() for each in context.process.repositories)}
    reachable = (each for each in incident.hotfixes if each.pull and each.repository.casefold() in known)
    open_ones = (each for each in reachable if each.state == "open")
    looked_at = (
        each for each in open_ones if context.snapshot.is_sweep or (each.pull == ended and not each.repository)
    )
    found = ((each, context.ask(PullOf(each.pull, each.repository))) for each in looked_at)
    ended_ones = ((hotfix, pull) for hotfix, pull in found if pull and not pull.open)
    return Decision(
        tuple(
            _hotfix_ended(hotfix, pull, context) for hotfix, pull in ended_ones if pull.merged or incident.drill is None
        )
    )


def _hotfix_ended(hotfix: Hotfix, pull: PullRequest, context: Context) -> e.HotfixEnded:
    return e.HotfixEnded(
        at=pull.ended or context.now,
        accepted=context.now,
        by=pull.ended_by,
        pull=pull.number,
        merged=pull.merged,
        repository=hotfix.repository,
        reverts=hotfix.reverts,
    )
