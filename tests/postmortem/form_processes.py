"""Five processes with very different post-mortems, and one incident that crosses midnight."""

from dataclasses import replace

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.incident import entry as e
from incident_actions.model.process.configuration_reader import read_configuration
from incident_actions.model.process.process import Process
from tests.worlds import START, World

LEAN = """
postmortem:
  title: "Incident: {title}"
  level: 2
  file: "{date}-{name}.md"
  timeline: table
  header:
    - Date
    - Severity
    - { name: Duration, content: duration, form: "{value}" }
    - { name: Impact, content: impact, hint: Who was affected and how }
  sections:
    - { title: Timeline, content: timeline }
    - { title: Root Cause, hint: "What actually caused the issue: be specific" }
    - { title: What Went Well, prompts: [Things that helped resolve the issue faster] }
    - { title: What Went Wrong, prompts: [Things that made the issue worse or delayed resolution] }
    - { title: Action Items, content: action items, prompts: [Preventive measure, Monitoring/alerting improvement] }
  timeline_columns: [Time, Event]
  times: time
  items: checklist
  columns: [{ name: measure, content: item }, Owner, Due]
actions:
  types: []
"""
P_LEVELS = """
severities:
  - { label: P1 - Critical, postmortem: true, update_every: 30 }
  - { label: P2 - High, update_every: 60 }
postmortem:
  title: Incident Post-Mortem
  file: "{number}.md"
  level: 1
  timeline: table
  items: table
  header:
    - Date
    - { name: Duration, content: duration, form: "{hours} hours" }
    - { name: Severity, content: severity, form: "{short}" }
    - { name: Lead, content: commander }
  sections:
    - { title: Summary, content: summary, hint: 1-2 sentence description }
    - { title: Timeline, content: timeline }
    - { title: Root Cause, hint: Technical explanation of what went wrong }
    - { title: Impact, content: impact, prompts: [Users affected, Revenue impact if any, Data impact if any] }
    - { title: What Went Well, prompts: [Positive observations] }
    - { title: What Went Wrong, prompts: [Areas for improvement] }
    - { title: Action Items, content: action items, prompts: [Action] }
    - { title: Lessons Learned, hint: Key takeaways for the team }
  timeline_columns: [Time, Event]
  times: time
  columns: [{ name: Action, content: item }, Owner, { name: Deadline, content: due }]
actions:
  types: []
"""
WAR_ROOM = """
severities:
  - { label: "Severity 1: Critical", postmortem: true }
  - { label: "Severity 2: High", postmortem: true }
postmortem:
  title: "Incident #{number}: {title}"
  level: 1
  file: "{date}-{name}.md"
  timeline: table
  timeline_columns: [Time (UTC), Event, By]
  times: date and time
  header: []
  sections:
    - { title: Root Cause Analysis, content: cause, hint: "What happened, not who" }
    - { title: Contributing factors, content: cause }
    - { title: Action Items, content: action items }
    - { title: Lessons learned }
    - { title: Durations, content: durations }
  items: list
  columns: [{ name: ticket, content: item }, { name: ownership, content: owner }, { name: deadline, content: due }, { name: kind, content: type }]
actions:
  types: [prevention, documentation, monitoring]
"""
REGULATED = """
severities:
  - { label: Sev1, postmortem: true, update_every: 15 }
  - { label: Sev2, postmortem: true }
postmortem:
  title: "{title}"
  level: 1
  file: "{date}-{name}.md"
  timeline: table
  header: []
  sections:
    - { title: "Timeline (UTC, minute-by-minute)", content: timeline }
    - { title: Root cause }
    - { title: "What worked / what didn't (process, not people)" }
    - { title: Action items with owners + due dates, content: action items }
    - { title: Customer-facing communication summary, content: updates }
  timeline_columns: [Time (UTC), Event, By]
  times: time
  items: list
  columns: [{ name: action, content: item }, { name: owner, content: owner }, { name: due date, content: due }]
actions:
  types: []
"""
MITIGATE_FIRST = """
postmortem:
  title: "Incident {number}: {title}"
  level: 1
  file: "{date}-{name}.md"
  timeline_columns: [Time (UTC), Event, By]
  items: table
  header:
    - Date
    - { name: Duration, content: duration, form: "{start} → {end} ({minutes} minutes)" }
    - Severity
    - { name: Impact, content: impact, hint: "user-visible impact: which users, what they saw, how many" }
    - { name: Detected by, content: detected by, hint: alert / user report / synthetic / dashboard }
  sections:
    - { title: Summary, content: summary, hint: One paragraph. Lay-reader friendly. }
    - { title: Timeline (UTC), content: timeline }
    - { title: Root cause, hint: "Often a chain: trigger + latent bug + missing guardrail." }
    - { title: What went well }
    - { title: What went poorly }
    - { title: What we got lucky on, prompts: ["The things that, if slightly different, would have made this much worse"] }
    - { title: Action items, content: action items }
  timeline: list
  times: time
  columns: [Item, Owner, Due, Type]
actions:
  types: [prevent, detect, mitigate]
"""


SEVERITIES = """
severities:
  - { label: SEV-1, postmortem: true, update_every: 15 }
  - { label: SEV-2, postmortem: true, update_every: 30 }
  - { label: SEV-3, update_every: 60 }
  - { label: SEV-4 }
"""
PLAIN = """
statuses:
  - { word: Investigating, phase: active }
  - { word: Monitoring, phase: mitigated }
  - { word: Resolved, phase: resolved }
roles:
  - { key: commander, name: Incident commander }
"""
SECTIONS = "postmortem: { sections: [] }"


def process(text: str) -> Process:
    """Return a process with nothing but this text, whatever the presets have."""
    severities = "" if "\nseverities:" in text else SEVERITIES
    sections = "" if "\npostmortem:" in text else SECTIONS
    return read_configuration(
        f"{PLAIN}{severities}{text}{sections}", lambda _: None, tuple(BY_WORD), below=None
    ).process


FORMS = {
    "lean": process(LEAN),
    "p-levels": process(P_LEVELS),
    "war-room": process(WAR_ROOM),
    "regulated": process(REGULATED),
    "mitigate-first": process(MITIGATE_FIRST),
}


def world_across_midnight(told: Process, *, known: bool = True, resolved: bool = True) -> World:
    """Return an incident from 23:40 to 00:20; one with few facts; or one with an early post-mortem."""
    world = World(process=told, now=START.replace(hour=23, minute=40))
    world.issue = replace(world.issue, title="Checkout is down: 50% fail", created=world.now)
    world.run()
    if not resolved:
        world.ask("ada", "/sev 1\n/postmortem")
        return world
    if known:
        world.ask(
            "ada", "/sev 1 pool | exhausted\n/started 23:30\n/detected 23:38\n/impact 40 orders a minute\n/ack\n/ic"
        )
        world.advance(minutes=10)
        world.ask("grace", "/update The pool is full.\n/action @linus fri Refuse a | b — Owner: nobody prevent")
        world.advance(minutes=20)
        world.ask("grace", "/update It is being raised.")
    else:
        world.ask("ada", "/sev 1")
    world.advance(minutes=10)
    world.ask("ada", "/resolve The pool has 50 connections again.")
    return world


def entries_with_public_update(world: World) -> tuple[e.Entry, ...]:
    """Return the incident's entries, with a public update among them."""
    said = e.UpdatePublished(at=START.replace(hour=23, minute=55), accepted=world.now, by="grace", text="We are on it.")
    return (*world.entries(), said)
