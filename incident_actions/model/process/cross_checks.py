"""Check that the parts of a process agree: each name that one part uses is defined by another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import get_args

from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.communication import Stage, answers_in
from incident_actions.model.process.event_rules import PATTERNS, EventRule
from incident_actions.model.process.extends import NAMED_LISTS, Flaw, Path, did_you_mean
from incident_actions.model.process.permission import STRICTER_ROLES
from incident_actions.model.process.postmortem import MILESTONES
from incident_actions.model.process.process import ON_CALL, SECONDARY, SERVICE_OWNER, Process, spellings
from incident_actions.model.process.value_types import LOGIN

COMMANDER = "commander"
MOST_SHOWN = 8
"""The most items of one kind that are shown to people at once, so that they fit into one comment."""

LONGEST_PHASE = 4_000
"""The most characters that the checklists of one phase have together, for the same reason."""


def flaws(process: Process, commands: Collection[str]) -> Iterator[Flaw]:
    """Return everything on which the parts disagree; `commands` are the words that permissions may name."""
    yield from _duplicates(process)
    yield from _alike(process)
    yield from _also(process)
    yield from _lifecycle(process)
    yield from _permissions(process, commands)
    yield from _severities(process)
    yield from _item_limits(process)
    yield from _item_types(process)
    yield from _rungs(process)
    yield from _people(process)
    yield from _addresses(process)
    yield from _fixes(process)
    yield from _roles(process)
    yield from _stages(process)
    yield from _milestones(process)
    yield from _sayings(process)
    yield from _many(process)
    yield from _answers(process)
    yield from _answers_in_words(process)
    yield from _events(process)
    yield from _shown_services(process)


def severity_references(process: Process) -> Iterator[tuple[Path, str]]:
    """Return each place that names a severity, with the name there."""
    for part in ("ladder", "checklists", "announcements", "notifications", "commands"):
        for place, each in enumerate(getattr(process, part)):
            yield from (((part, place, "severities", at), label) for at, label in enumerate(each.severities))
    yield from (
        (("roles", place, "required_from"), each.required_from)
        for place, each in enumerate(process.roles)
        if each.required_from
    )
    yield from (
        (("triage", "rules", place, "severity"), each.severity) for place, each in enumerate(process.triage.rules)
    )
    yield from ((("alerts", "severities", word), label) for word, label in process.alerts.severities.items())
    yield from ((("private", "severities", at), label) for at, label in enumerate(process.private.severities))
    for place, rule in enumerate(process.events.rules if process.events else ()):
        if rule.severity:
            yield ("events", "rules", place, "severity"), rule.severity
    frozen = process.freeze.severities if process.freeze else ()
    yield from ((("freeze", "severities", place), label) for place, label in enumerate(frozen))
    yield from ((("site", "outages", label), label) for label in (process.site.outages if process.site else ()))


def people_references(process: Process) -> Iterator[tuple[Path, str]]:
    """Return each place that names somebody to page or to notify, with the name there."""
    for place, rung in enumerate(process.ladder):
        yield from ((("ladder", place, "page", at), whom) for at, whom in enumerate(rung.page))
    for place, severity in enumerate(process.severities):
        yield from ((("severities", place, "tell", at), whom) for at, whom in enumerate(severity.tell))


def _duplicates(process: Process) -> Iterator[Flaw]:
    for path, label in NAMED_LISTS.items():
        seen: Counter[str] = Counter()
        for place, each in enumerate(_items(process, path)):
            name = str(getattr(each, label))
            seen[name.casefold()] += 1
            if seen[name.casefold()] > 1:
                what = f"{path[-1]} need different names, whatever their case"
                yield Flaw((*path, place, label), f"there is another {name!r}; {what}", causes=(str(path[0]),))


def _items(process: Process, path: Path) -> Iterable[object]:
    here: object = process
    for step in path:
        here = getattr(here, str(step))
    assert isinstance(here, tuple)  # noqa: S101  `NAMED_LISTS` has only lists
    return here


def _alike(process: Process) -> Iterator[Flaw]:
    """Find severities that one spelling could mean both of: SEV-1 and `Sev 1`, P1 and `P1 - Critical`."""
    for place, each in enumerate(process.severities):
        for other in process.severities[:place]:
            both = _whole(each.label) & _whole(other.label)
            if both and each.label.casefold() != other.label.casefold():
                problem = f"`/sev {min(both, key=len)}` could also mean {other.label!r}"
                yield Flaw(("severities", place, "label"), problem, each.label, ("severities",))


def _also(process: Process) -> Iterator[Flaw]:
    """Find words that mean another severity as well; one that only a preset has gives way to a label."""
    for place, severity in enumerate(process.severities):
        for at, word in enumerate(severity.also):
            if process.match_severity(word) != severity:
                problem = (
                    f"{word!r} could mean another severity as well, or holds no word; allowed: words of this one alone"
                )
                yield Flaw(("severities", place, "also", at), problem, word, ("severities",), idle=True)


def _whole(label: str) -> set[str]:
    """Return the spellings that people expect to mean one severity: those with more than its number or a word."""
    return {spelt for spelt in spellings(label) if re.search(r"\D.*\d", spelt)} | {
        re.sub(r"[\s-]", "", label.casefold())
    }


def _lifecycle(process: Process) -> Iterator[Flaw]:
    lacking = {Phase.ACTIVE, Phase.RESOLVED} - {status.phase for status in process.statuses}
    for phase in sorted(lacking):
        yield Flaw(("statuses",), f"at least one status of the phase {phase} is required", causes=("statuses",))
    if COMMANDER not in {role.key for role in process.roles}:
        yield Flaw(("roles",), f"a role with the key {COMMANDER} is required", causes=("roles",))


def _permissions(process: Process, commands: Collection[str]) -> Iterator[Flaw]:
    allowed = tuple(dict.fromkeys((*commands, *STRICTER_ROLES)))
    for word in process.permissions:
        if word not in allowed:
            yield Flaw(("permissions", word), _unknown("command", word, allowed))


def _severities(process: Process) -> Iterator[Flaw]:
    """Find unknown severities; one that only a preset names is harmless unless a step is left with none."""
    labels = [each.label for each in process.severities]
    for path, label in severity_references(process):
        if process.severity(label) is None:
            lost = path[0] == "ladder" and not any(map(process.severity, process.ladder[int(path[1])].severities))
            yield Flaw(path, _unknown("severity", label, labels), label, ("severities",), idle=not lost)


def _item_limits(process: Process) -> Iterator[Flaw]:
    """Find limits of action items for unknown severities, and a second one for the same."""
    labels, seen = [each.label for each in process.severities], set[str]()
    for name in process.actions.limits:
        severity, path = process.severity(name), ("actions", "due_in_days", name)
        if severity is None:
            yield Flaw(path, _unknown("severity", name, labels), causes=("severities",))
        elif severity.label in seen:
            yield Flaw(path, f"{severity.label} has another number already")
        else:
            seen.add(severity.label)


def _item_types(process: Process) -> Iterator[Flaw]:
    """Find issue types for unknown types of action items."""
    known = process.actions.types
    for name in process.issue_types.by_item_type:
        if name not in known:
            yield Flaw(("issue_types", "by_item_type", name), _unknown("type of action items", name, known), name)


def _people(process: Process) -> Iterator[Flaw]:
    rota = process.on_call
    there = ((ON_CALL, rota is not None), (SECONDARY, rota is not None and bool(rota.secondary)))
    rotas = tuple(name for name, known in there if known)
    keys = (*process.contacts, *(role.key for role in process.roles), *rotas, SERVICE_OWNER)
    names = tuple(dict.fromkeys(keys))
    for path, whom in people_references(process):
        if whom.startswith("@"):
            if not re.fullmatch(LOGIN, whom):
                yield Flaw(path, "expected a login such as @ada, or a team such as @acme/on-call", whom)
        elif whom in names or process.role(whom):
            continue
        elif whom in (ON_CALL, SECONDARY):
            wanted = "add a rota to `on_call`" if rota is None else "add `secondary` to the rota"
            yield Flaw(path, f"{whom} is nobody: {wanted}, or a contact with that key", whom, ("on_call", "contacts"))
        else:
            yield Flaw(path, _unknown("contact or role", whom, (*names, "@user")), whom, ("contacts", "roles"))


def _addresses(process: Process) -> Iterator[Flaw]:
    """Find people whose addresses are set twice: GitHub ignores the case of a login."""
    seen: set[str] = set()
    for login in process.people:
        if login.casefold() in seen:
            yield Flaw(("people", login), f"there is another {login!r}; logins need to differ in more than their case")
        seen.add(login.casefold())


def _rungs(process: Process) -> Iterator[Flaw]:
    """Find escalation steps of one name: records know timers by name, so two due at once would count as one."""
    for place, rung in enumerate(process.ladder):
        if rung.name in tuple(Timer):
            problem = f"{rung.name!r} is the name of a timer of the tool; allowed: any name except {', '.join(Timer)}"
            yield Flaw(("ladder", place, "name"), problem, rung.name)


def _fixes(process: Process) -> Iterator[Flaw]:
    """Find fix labels that would make the issue of a fix an incident or an action item."""
    kinds = ((process.labels.incident, "an incident"), (process.labels.action_item, "an action item"))
    for place, severity in enumerate(process.severities):
        for at, label in enumerate(severity.fix_labels):
            for taken, what in kinds:
                if label.casefold() == taken.casefold():
                    problem = f"the label {label!r} would make each fix {what}; allowed: any other label"
                    yield Flaw(("severities", place, "fix_labels", at), problem, label, ("labels",))


def _roles(process: Process) -> Iterator[Flaw]:
    keys = [role.key for role in process.roles]
    for place, role in enumerate(process.roles):
        for at, key in enumerate(role.with_roles):
            if key not in keys:
                yield Flaw(("roles", place, "with", at), _unknown("role", key, keys), key, ("roles",), idle=True)


def _stages(process: Process) -> Iterator[Flaw]:
    allowed = (*get_args(Stage), *(status.word for status in process.statuses))
    for place, each in enumerate(process.announcements):
        if each.stage not in get_args(Stage) and process.status(each.stage) is None:
            problem = _unknown("stage or status word", each.stage, allowed)
            yield Flaw(("announcements", place, "stage"), problem, each.stage, ("statuses",))


def _milestones(process: Process) -> Iterator[Flaw]:
    """Find names of milestones that no timeline has; one that only a preset has belongs to a status of the preset."""
    allowed = (*MILESTONES, *(status.word for status in process.statuses))
    for name in process.postmortem.milestones:
        if name not in MILESTONES and process.status(name) is None:
            problem = _unknown("milestone or status word", name, allowed)
            yield Flaw(("postmortem", "milestones", name), problem, causes=("statuses",), idle=True)


def _sayings(process: Process) -> Iterator[Flaw]:
    """Find notifications with unknown announcements; without its announcement, a preset's has the tool's own words."""
    names = [each.name for each in process.announcements]
    for place, rule in enumerate(process.notifications):
        if rule.say and process.announcement(rule.say) is None:
            problem = _unknown("announcement", rule.say, names)
            yield Flaw(("notifications", place, "say"), problem, rule.say, ("announcements",), idle=True)


def _shown_services(process: Process) -> Iterator[Flaw]:
    """Find unknown services on the status page, and former names that are in use."""
    names = {each.name.casefold(): each.name for each in process.services}
    for place, name in enumerate(process.site.services if process.site else ()):
        if name.casefold() not in names:
            yield Flaw(
                ("site", "services", place), _unknown("service", name, list(names.values())), name, ("services",)
            )
    for place, each in enumerate(process.services):
        for at, former in enumerate(each.formerly):
            if former.casefold() in names:
                problem = f"there is a service {names[former.casefold()]!r}, so that is no former name"
                yield Flaw(("services", place, "formerly", at), problem, former, ("services",))


def _many(process: Process) -> Iterator[Flaw]:
    """Find more items of one kind than people can be shown at once."""
    kinds: tuple[tuple[str, str, list[str]], ...] = (
        ("checklists", "when", [each.when for each in process.checklists]),
        ("announcements", "stage", [each.stage.casefold() for each in process.announcements]),
    )
    for part, key, values in kinds:
        for place, value in enumerate(values):
            if values[: place + 1].count(value) == MOST_SHOWN + 1:
                yield Flaw((part, place, key), f"more than {MOST_SHOWN} {part} for {value!r}", causes=(part,))
    for phase in dict.fromkeys(each.when for each in process.checklists):
        length = sum(len(item) for each in process.checklists if each.when == phase for item in each.items)
        if length > LONGEST_PHASE:
            problem = f"the checklists of one phase have more than {LONGEST_PHASE:,} characters: {phase}"
            yield Flaw(("checklists",), problem, causes=("checklists",))


def _answers(process: Process) -> Iterator[Flaw]:
    questions = {question.id: question for question in process.triage.questions}
    for place, rule in enumerate(process.triage.rules):
        for asked, answer in rule.when.items():
            path = ("triage", "rules", place, "when", asked)
            options = questions[asked].options if asked in questions else ()
            if asked not in questions:
                yield Flaw(path, _unknown("question", asked, questions), causes=("triage",))
            elif options and answer not in options:
                yield Flaw(path, _unknown("option", answer, options), answer, ("triage",))


def _answers_in_words(process: Process) -> Iterator[Flaw]:
    """Find answers in announcements to questions that the form does not ask. A preset's then stays a visible blank."""
    questions = [question.id for question in process.triage.questions]
    for place, each in enumerate(process.announcements):
        for asked in answers_in(each.text):
            if asked not in questions:
                problem = _unknown("question", asked, questions)
                yield Flaw(("announcements", place, "text"), problem, causes=("triage",), idle=True)


def _narrowed(rule: EventRule) -> set[str]:
    """Return the keys by which a rule narrows its event."""
    return {key for key in chain(*PATTERNS.values()) if getattr(rule, key) is not None}


def _events(process: Process) -> Iterator[Flaw]:
    """Find keys that don't belong to the event of a rule, unknown services, and runs that no event reports."""
    services = process.service_names
    for place, rule in enumerate(process.events.rules if process.events else ()):
        path = ("events", "rules", place)
        for key in sorted(_narrowed(rule) - set(PATTERNS[rule.on])):
            yield Flaw((*path, key), f"`on: {rule.on}` has no {key}; allowed: {', '.join(PATTERNS[rule.on])}")
        if rule.workflow and rule.workflow != "*" and "*" in rule.workflow:
            yield Flaw((*path, "workflow"), "GitHub reports runs by the whole name of a workflow, without `*`")
        if rule.on == "workflow_run" and process.events and not process.events.watched_workflows:
            problem = "name the workflow, or list workflows in `events.workflows`: GitHub reports only runs of those"
            yield Flaw((*path, "on"), problem)
        if rule.service and rule.service.casefold() not in {each.casefold() for each in services}:
            yield Flaw((*path, "service"), _unknown("service", rule.service, services), rule.service, ("services",))


def _unknown(what: str, given: str, allowed: Collection[str]) -> str:
    return f"there is no {what} {given!r}; {did_you_mean(given, allowed)}allowed: {', '.join(allowed) or 'none yet'}"
