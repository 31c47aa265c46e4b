"""Turn what an issue shows into a plan: everything that the tool decides.

A run reads one issue and closes the gap between what it shows and what its record says, whatever the event was. A
decision is taken again from the start until it needs no more answers or creations (`NeedsAnswer`, `NeedsCreation`). It
is pure, so a crash between two attempts loses nothing.
"""

from __future__ import annotations

from incident_actions.action_items import item as items
from incident_actions.action_items import week_issue
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Plan
from incident_actions.engine import reconcile_week
from incident_actions.engine.overview.body import is_overview
from incident_actions.engine.reconcile_incident import reconcile_incident
from incident_actions.engine.reconcile_overview import reconcile_overview
from incident_actions.text import issue_form


def reconcile(context: Context, form_fields: tuple[issue_form.FormField, ...] = (), ended_pull: int = 0) -> Plan:
    """Return what one issue needs; raises NeedsAnswer and NeedsCreation until nothing is lacking.

    `form_fields` are the incident form's, `ended_pull` is the pull request that ended according to this run's event.
    """
    if is_overview(context.snapshot.issue, context.snapshot.bot, context.process.labels.overview):
        return reconcile_overview(context)
    if week_issue.is_week(context.snapshot.issue, context.snapshot.bot, context.process.labels.week):
        return reconcile_week.reconcile_week(context)
    if items.is_item(context.snapshot.issue, context.snapshot.bot, context.process.labels.action_item):
        from incident_actions.engine.reconcile_item import reconcile_item  # noqa: PLC0415  of no use to an incident

        return reconcile_item(context)
    return reconcile_incident(context, form_fields, ended_pull)
