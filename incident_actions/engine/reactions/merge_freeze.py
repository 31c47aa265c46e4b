"""Freeze merges where the configuration asks for it, and end each freeze with what it is for."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import OpenHotfix, OpenRevert, Plan, ProposeFiles, RefreshFile, SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process


def follow_freeze(incident: Incident, context: Context) -> Decision:
    """Begin the freeze of the configuration, or end a freeze that nothing holds any more."""
    by_rule, frozen = is_frozen_by_rule(incident, context.process), incident.freeze
    if frozen is None:
        begun = e.MergesFrozen(at=context.now, accepted=context.now, reason=incident.severity)
        return Decision((begun,)) if by_rule else Decision()
    by_person = bool(frozen.by) and context.process.freeze is not None and incident.phase in RUNNING
    return Decision() if by_rule or by_person else Decision((e.MergesUnfrozen(at=context.now, accepted=context.now),))


def is_frozen_by_rule(incident: Incident, process: Process) -> bool:
    """Return whether the configuration freezes merges for an incident as it is now."""
    rules = process.freeze
    if rules is None or not rules.severities or not incident.may_freeze:
        return False
    lasts = incident.phase is Phase.ACTIVE or (rules.until == "resolved" and incident.phase is Phase.MITIGATED)
    return lasts and process.applies_to(rules.severities, incident.severity)


def must_judge_pulls(plan: Plan, before: Issue, process: Process) -> bool:
    """Return whether open pull requests must be judged anew: a freeze began or ended, or the tool pushed to one.

    What a workflow's own token opens or pushes starts no workflow, so it would stay without the status.
    """
    changes = (each for each in plan.effects if isinstance(each, SetIssue) and each.number == before.number)
    *_, after = before.label_names, *(each.labels for each in changes if each.labels is not None)
    was_frozen, is_frozen = (process.labels.freeze in names for names in (before.label_names, after))
    if process.freeze is None:
        return was_frozen and not is_frozen  # the configuration has lost its freeze
    pushed = OpenHotfix | OpenRevert | ProposeFiles | RefreshFile
    here = (each for each in plan.creations if isinstance(each, pushed))
    return was_frozen != is_frozen or any(not getattr(each, "repository", "") for each in here)
