"""The life of an incident and of an action item with one text in every place where people can put one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any, get_args

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.contract.decision import Context, NeedsCreation
from incident_actions.contract.effects import (
    Effect,
    Notify,
    OpenHotfix,
    OpenIssue,
    PostRecordPage,
    ProposeFiles,
    SetIssue,
)
from incident_actions.contract.issue import Label, ManualAction
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.reactions import alerts
from incident_actions.engine.reactions import notifications as notifying
from incident_actions.model.alerts import senders
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry import Entry
from incident_actions.model.incident.incident import fold
from incident_actions.model.person import Person
from incident_actions.model.process.check_rules import Level, RuleName
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.people import Contact
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from incident_actions.runs import plan_log
from incident_actions.text import issue_form, safe_markdown, timeline
from tests.action_items.item_world import ItemWorld, item_world
from tests.workflows.files import content
from tests.worlds import BOT, PROCESS, START, WORDING, World, make_labels

FORM = issue_form.read_fields(content(".github/ISSUE_TEMPLATE/incident.yml"))
LOGINS = frozenset({"ada", "grace", "margaret"})
"""Whom the tool may mention: those who have a role in the story, and those of the configuration."""

ON_INCIDENT = (
    "/sev 1 {}", "/ack", "/ic @ada", "/comms @ada", "/role tech @ada", "/update {}", "/note well {}", "/impact {}",
    "/affects only x {}", "/started 13:00 {}", "/detected 13:05 {}", "/status Monitoring {}", "/hotfix undo {}",
    "/action @ada 2026-04-01 alert {}", "/sev zz {}", "/status zz {}", "/role zz{} @ada", "/time zz{} 13:00", "/ic zz {}",
    "/take zz {}", "/time started zz {}", "/help", "/resolve {}",
)  # fmt: skip
CALLING = (
    "/sev 1", "/ic @ada", "/room x{}", "/impact {}", "/publish {}", "/page @ada why {}", "/page @zz/{}", "/page commander {}",
    "/page boss {}", "/escalate {}", "/escalate {}", "/handoff ic @grace x{}", "/handoff zz{} @ada x", "/snooze 5m x{}",
    "/snooze zz{}", "/snooze off", "/cadence 20m", "/cadence zz{}", "/hotfix undo {}",
)  # fmt: skip
"""Calling people, the pace, handing over."""
AFTER_MERGE = ("/reopen why {}", "/duplicate #3 {}", "/reopen why {}", "/false-alarm why {}", "/reopen why {}", "/sev 1", "/resolve",
    "/postmortem waive why {}")  # fmt: skip
ON_ITEM = ("/snooze 5d why {}", "/due zz {}", "/owner zz {}", "/drop why {}")


@dataclass
class Told:
    """Everything that came out, by a name that does not depend on the text."""

    markdown: dict[str, str] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    outward: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def take(self, effect: Effect) -> None:
        """Keep what an effect puts before people."""
        self.log.append(plan_log.describe(effect))
        self.done[type(effect).__name__] += 1
        place = f"{type(effect).__name__} {self.done[type(effect).__name__]}"
        match effect:
            case OpenIssue(title=title, body=body):
                self.plain[f"{place} title"], self.markdown[f"{place} body"] = title, body
            case OpenHotfix(title=title, body=body, message=message, branch=branch):
                self.plain |= {f"{place} title": title, f"{place} message": message.partition("\n")[0]}
                self.markdown[f"{place} body"] = body
                self.paths.append(branch)
            case ProposeFiles(title=title, body=body, message=message, branch=branch, files=files):
                self.plain |= {f"{place} title": title, f"{place} message": message}
                self.markdown[f"{place} body"] = body
                self.files |= {f"{place} file {number}": text for number, (_, text) in enumerate(files)}
                self.paths += [branch, *(path for path, _ in files)]
            case Notify(title=title, body=body):
                self.outward |= {f"{place} title": title, f"{place} body": body}
            case PostRecordPage(body=body):
                self.markdown[f"{place} body"] = body
            case SetIssue(title=str(title)):
                self.plain["new title"] = title

    def hear(self, world: World) -> None:
        """Keep what stands on an issue now."""
        ours = [each for each in world.comments.values() if each.author == BOT]
        for number, comment in enumerate(sorted(ours, key=lambda each: each.id)):
            kind = "card" if comment.body.startswith(CARD_MARK) else "comment"
            self.markdown[f"{type(world).__name__} {kind} {number}"] = comment.body


def one_line(text: str) -> str:
    """A text as it can stand in a title or in a table's row."""
    return re.sub(r"[\r\n]", " ", text)


def process(text: str) -> Process:
    """A configuration that has the text wherever it takes any."""
    text = text.encode("utf-8", "replace").decode()
    word = one_line(text)[:40] or "x"
    given = to_plain_values(PROCESS)
    given["severities"][0] |= {"label": word, "definition": text, "response": text, "tell": ["lead"]}
    given["statuses"][0]["word"], given["statuses"][-1]["word"] = word, f"R{word}"
    given["roles"] = [{**role, "name": f"{word}{place}", "duties": text} for place, role in enumerate(given["roles"])]
    given["actions"]["types"] = (word,)
    given["services"] = ({"name": word, "owner": "margaret", "runbook": text, "dashboard": text},)
    given |= _prepared(text, word)
    rules = given["postmortem"]
    rules["title"] = word.replace("{", "{{").replace("}", "}}") + " {title}"
    rules["sections"] = [
        {**each, "title": word if each["content"] == "text" else each["title"], "hint": text, "prompts": (word,)}
        for each in rules["sections"]
    ]
    rules["header"] = [{**each, "name": f"{word}{place}", "hint": text} for place, each in enumerate(rules["header"])]
    rules["columns"] = [
        {**each, "name": f"{place}{word.replace(':', '')}"} for place, each in enumerate(rules["columns"])
    ]
    rules["timeline_columns"] = [f"{word}{place}" for place in range(3)]
    return validate(Process, given)


def _prepared(text: str, word: str) -> dict[str, object]:
    """What such a configuration has for people to be told, to do, to send and to look up."""
    line = one_line(text)[:300] or "x"
    shown = line if safe_markdown.escape_line(line) else "x"
    spoken = line.replace("{", "{{").replace("}", "}}") + "\n{title}\n{impact}\n{summary}\n{update}\n{resolution}"
    phases, stages = ("declared", "active", "mitigated", "resolved"), ("declared", "update", "resolved")
    about = dict.fromkeys(("symptoms", "cause", "investigation", "mitigation", "resolution", "link"), line)
    return {
        "contacts": {"on-call": {"name": word, "people": ["ada"]}, "lead": {"name": word, "people": ["margaret"]}},
        "checklists": [
            {"name": line, "when": phase, "items": [f"first {line}"[:300], shown], "ordered": phase == "active"}
            for phase in phases
        ],
        "announcements": [{"name": stage, "stage": stage, "audience": line, "text": spoken} for stage in stages],
        "playbooks": [{"name": word, "services": [word], "words": ["undo"], **about}],
        "links": dict.fromkeys(("status_page", "dashboards", "runbooks", "on_call", "room"), text),
    }


def incident(text: str) -> Told:
    """An incident from its form to its end."""
    body = "".join(f"### {each.label}\n\n{text}\n\n" for each in FORM)
    world = World(process=process(text), form_fields=FORM)
    world.issue = replace(
        world.issue, title=one_line(text), body=body, labels=(Label("incident"), Label(one_line(text)[:50]))
    )
    told = Told()
    _live(world, told)
    _live(world, told, *(command.replace("{}", text) for command in ON_INCIDENT))
    told.markdown["card before the merge"] = world.cards()[0].body
    _merge(world, told, text)
    _live(world, told, *(command.replace("{}", text) for command in AFTER_MERGE))
    world.change_manually("linus", ManualAction.LABELED, world.process.severities[0].label)
    _live(world, told)
    told.hear(world)
    return told


def calls(text: str) -> Told:
    """People are called, hand over and open a fix, under a ladder and contacts that have the text as well."""
    said = one_line(text.encode("utf-8", "replace").decode()) or "x"
    told, under, word = Told(), process(text), said[:40]
    worst = replace(under.severities[0], fix_labels=("bug",))
    changed: dict[str, Any] = {
        "severities": (worst, *under.severities[1:]),
        "contacts": {"boss": Contact(name=word, people=("margaret",)), "nobody": Contact(name=word)},
        "ladder": (Rung(name="up", when="blocked", page=("boss", "nobody"), also=(said[:300],)),),
    }
    world = World(process=replace(under, **changed))
    world.issue = replace(world.issue, title=one_line(text))
    _live(world, told)
    _live(world, told, *(command.replace("{}", text) for command in CALLING))
    told.hear(world)
    return told


def _live(world: World, told: Told, *comments: str) -> None:
    """Somebody comments, a run comes, and everything that it does is kept."""
    for comment in comments:
        world.post("grace", comment)
    known, logged = set(world.made), len(world.log)
    world.run()
    for effect in (*(made for key, (made, _) in world.made.items() if key not in known), *world.log[logged:]):
        told.take(effect)


def _merge(world: World, told: Told, text: str) -> None:
    """People put the text into the post-mortem's action items as well, and merge it."""
    ((proposed, made),) = [each for each in world.made.values() if isinstance(each[0], ProposeFiles)]
    assert isinstance(proposed, ProposeFiles)
    path = proposed.files[0][0]
    ruler = "|---|---|---|---|\n"
    assert ruler in world.files[path]
    before, _, after = world.files[path].rpartition(ruler)
    world.files[path] = f"{before}{ruler}| alert {one_line(text)} at once | @grace | 2026-04-01 | x |\n{after}"
    # Whatever the text is, the file counts as complete.
    rules: dict[RuleName, Level] = dict.fromkeys(get_args(RuleName), "notice")
    postmortem = replace(world.process.postmortem, rules=rules)
    world.process = replace(world.process, postmortem=postmortem)
    world.advance(hours=1)
    world.merge(made.number, by="ada")
    _live(world, told)


@dataclass
class Monitored(World):
    """A world in which monitoring tells of an alert."""

    heard: AlertDelivery | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What a run sees that monitoring started."""
        return replace(super().snapshot, delivery=self.heard)


def alert(text: str) -> Told:
    """An alert opens an incident, another joins it, and both end."""
    world = Monitored(process=process(text))
    begun = alerts.first_entries(told_of("a", "firing", text), 0, world.process, WORDING, START)
    opens = alerts.incident_issue(*begun, world.process, WORDING)
    world.issue = replace(world.issue, title=opens.title, body=opens.body, author=BOT, labels=make_labels("incident"))
    told = Told()
    told.take(opens)
    for place, status in (("a", "firing"), ("b", "firing"), ("a", "resolved"), ("b", "resolved"), ("b", "firing")):
        world.advance(minutes=2)
        world.heard = told_of(place, status, text)
        _live(world, told, *(("/mitigated",) if (place, status) == ("b", "resolved") else ()))
    told.hear(world)
    told.markdown["body in the end"] = world.issue.body
    return told


def notifications(text: str) -> Told:
    """Everything that people elsewhere hear of an incident, and what is said where they are not reached."""
    known = to_plain_values(process(text))
    known["contacts"] = {"head": {"name": known["severities"][0]["label"], "people": ["ada"]}}
    known["ladder"] = [{"name": "head", "when": "no progress", "after": 30, "page": ["head"]}]
    entries, told = newsworthy(text), Told()
    world = World(process=validate(Process, known), now=START + timedelta(minutes=40), notifies=True)
    context = Context(world.snapshot, world.process, WORDING, world.now)
    incident = fold(7, entries)
    assert incident is not None
    while True:
        try:
            decision = notifying.send_notifications(entries, incident, context)
            break
        except NeedsCreation as pending:
            told.take(pending.creation)
            made = CreationResult(undelivered=(("", f"{text}:{text}:{text}"),))
            context = replace(context, snapshot=context.snapshot.with_created({pending.creation.key: made}))
    told.markdown |= {f"said {place}": WORDING.word_message(said) for place, said in enumerate(decision.messages)}
    lines = timeline.lines(decision.entries, WORDING, world.process)
    told.markdown |= {f"timeline {place}": f"- {line.text}" for place, line in enumerate(lines)}
    return told


def newsworthy(text: str) -> tuple[Entry, ...]:
    """A record of all that is news, with the text wherever an entry takes any."""

    def at(minutes: int, kind: type[Entry], **more: Any) -> Entry:
        moment = START + timedelta(minutes=minutes)
        known = {each.name for each in fields(kind) if each.type == "str"} - {"kind", "by", *more}
        return kind(**{"at": moment, "accepted": moment, "by": "grace", **dict.fromkeys(known, text), **more})

    return (
        at(0, e.Declared, severity="SEV-2", services=(text, text)),
        at(1, e.SeveritySet, to="SEV-2"),
        at(2, e.SeveritySet, to=process(text).severities[0].label),
        at(3, e.UpdatePosted),
        at(4, e.PeoplePaged, comment=9, to=("ada",)),
        at(5, e.Escalated, to=("ada",), rung="head"),
        at(6, e.TimerFired, timer="head+0", what="head", to=("ada",), due=START),
        at(7, e.TimerFired, timer="update+0", what="update", to=("ada",), due=START),
        at(8, e.UpdatePublished),
        at(9, e.Resolved),
        at(10, e.Reopened),
        at(11, e.Dismissed),
        at(12, e.Reopened),
        at(13, e.Dismissed, duplicate_of=3),
        at(14, e.ReminderPosted, timer="postmortem:x", due=START),
    )


def told_of(place: str, status: str, text: str) -> AlertDelivery:
    """A plain alert that has the text wherever it takes any."""
    said = {
        "fingerprint": place,
        "status": status,
        "title": f"{place} {text}",
        **dict.fromkeys(("summary", "source", "url"), text),
        "severity": f"strange {text}",
        "services": [f"strange {text}"],
    }
    return AlertDelivery(senders.read_payload({"alert": said}), "grace", f"{place} {status}")


def item(text: str) -> Told:
    """An action item from its issue to its end, with a reminder on the way."""
    world: ItemWorld = item_world(text=text, owner="ada", wanted="", type=one_line(text)[:40], lead="grace")
    world.process = process(text)
    told = Told()
    told.markdown["item as opened"] = world.issue.body
    _live(world, told, *(command.replace("{}", text) for command in ON_ITEM[:3]))
    world.at(date(2026, 4, 20))
    _live(world, told)
    _live(world, told, ON_ITEM[3].replace("{}", text))
    told.markdown["item as dropped"] = world.issue.body
    world.change_manually("grace", ManualAction.REOPENED)
    _live(world, told)
    _live(world, told, f"/done https://example.com/12 shows it: {text}")
    told.markdown["item as done"] = world.issue.body
    told.hear(world)
    return told


__all__ = ["LOGINS", "START", "Person", "Told", "calls", "incident", "item", "notifications", "one_line", "process"]
