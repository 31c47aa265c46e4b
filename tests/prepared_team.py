"""A team that is prepared: people to page, checklists, announcements, playbooks and links."""

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process

CONFIGURATION = """\
extends: default
severities:
  - {label: SEV-1, definition: Down for all, tell: [lead, vp], update_every: 15, postmortem: true}
  - {label: SEV-2, definition: Broken for many, tell: [lead, service-owner], update_every: 30}
  - {label: SEV-3, definition: A way around it}
roles:
  - {key: commander, name: Incident commander, required_from: SEV-1}
  - {key: comms, name: Comms lead, required_from: SEV-2}
  - {key: tech, name: Tech lead}
contacts:
  on-call: {name: On call, people: [ada]}
  lead: {name: Engineering lead, people: [margaret]}
  vp: {name: VP Engineering, people: [acme/leads]}
services:
  - {name: checkout, owner: linus, runbook: docs/runbooks/checkout.md, dashboard: "https://metrics.example.com/d/checkout"}
  - {name: search, owner: grace}
triage:
  rules:
    - {when: {data_at_risk: "Yes"}, severity: SEV-1}
    - {when: {data_at_risk: "No", workaround: "No"}, severity: SEV-2}
    - {when: {workaround: "Yes"}, severity: SEV-3}
targets: {watch: 30}
ladder:
  - {name: nobody-yet, when: not acknowledged, after: 5, page: [lead]}
  - {name: stuck, when: not mitigated, after: 30, page: [vp], also: [Tell the customers]}
checklists:
  - {name: First minutes, when: declared, items: ["Say that you are on it: `/ack`", "Set the severity: `/sev`"]}
  - {name: All hands, when: declared, severities: [SEV-1], items: [Open the war room]}
  - {name: Mitigate, when: active, kind: options, ordered: true, items: [Roll back, Switch the feature off]}
  - {name: Watch, when: mitigated, items: [Error rate, Queue depth]}
  - {name: Resolve checklist, when: resolved, items: [Metrics are back to normal]}
announcements:
  - name: first
    stage: declared
    audience: stakeholders
    text: "Incident {number}, {severity}: {title}\\nAffects {impact}. Commander: {commander}. Next by {next_update}."
  - {name: page, stage: update, audience: the status page, text: "{status}: {update} Cause: {cause}"}
  - {name: found, stage: Identified, audience: support, text: "We know the cause: {cause}"}
  - {name: over, stage: resolved, audience: everybody, text: "Over after {time_to_resolve}: {resolution}"}
playbooks:
  - name: Bad release
    symptoms: Errors rise right after a deploy
    words: [deploy, error 500]
    cause: The last release
    mitigation: Roll it back
    link: docs/playbooks/release.md
  - {name: Vendor down, symptoms: One path fails, services: [checkout], cause: The payment provider}
commands:
  - {name: Recent deploys, run: "git log --oneline --since='2 hours ago'"}
  - {name: Undo, when: active, severities: [SEV-1], run: "kubectl rollout undo deploy/<name>\\n# or ``` @ada"}
  - {name: Load, when: mitigated, run: free -h}
references:
  - {name: Handbook, link: docs/HANDBOOK.md}
  - {name: "Debriefs | @ada", link: "https://example.com/debrief", text: "the *gold* standard"}
  - {name: Bridge, text: "Room 7, <b>first</b> floor"}
prevention: ["Deploy small", "Staging <!-- --> first"]
links:
  dashboards: https://metrics.example.com
  runbooks: See the docs of each service
  status_page: https://status.example.com
  on_call: https://rota.example.com/primary
  room: "#incident-{number}"
"""


def prepared_process(more: str = "") -> Process:
    """Return the team's process, with more lines."""
    return read_process(CONFIGURATION + more, templates.load_preset, tuple(BY_WORD))
