"""What the public may know of an incident: published texts, affected services, and times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold_entry
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.model.process.site_rules import SiteRules
from incident_actions.status_page.public_text import title_of, words_below_title

UNKNOWN = "unknown"
"""What a service is while the record of its incident can't be read."""


class Progress(StrEnum):
    """How far an incident has come, in the words that status pages share."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PublicUpdate:
    """A published text, and how far the incident had come."""

    at: datetime
    progress: str
    text: str


@dataclass(frozen=True)
class Effect:
    """What an incident did to a service, and for how long."""

    service: str
    outage: str
    """`degraded`, `partial`, `major` or `unknown`."""
    start: datetime
    end: datetime | None = None
    """None as long as it lasts."""


@dataclass(frozen=True)
class PublicIncident:
    """An incident as the page shows it."""

    id: str
    """Made of the time of its first text, so that it tells nothing more."""
    title: str
    began: datetime
    ended: datetime | None
    """When it was resolved; None as long as it isn't."""
    progress: str
    outage: str
    """The worst that it did, for an incident without services, too; empty for a false alarm."""
    updates: tuple[PublicUpdate, ...]
    """The published texts, oldest first."""
    effects: tuple[Effect, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """Return the services that it affected, each once."""
        return tuple(dict.fromkeys(each.service for each in self.effects))

    @property
    def changed(self) -> datetime:
        """Return when the page last had something new about it."""
        known: list[datetime] = [self.began, *(each.at for each in self.updates)]
        return max([*known, self.ended] if self.ended else known)


@dataclass(frozen=True)
class Condition:
    """What an incident does to services from a moment on; nothing where `outage` is empty."""

    at: datetime
    outage: str
    services: tuple[str, ...]


def read_public_incident(record: IncidentRecord, process: Process) -> PublicIncident | None:
    """Return what the public may know of an incident; None before its first published text.

    Of a damaged record, it is what can be read of the published texts, and its effect is unknown.
    """
    rules = process.site or SiteRules()
    names = shown_services(process)
    known = _read_whole(record, process, rules, names) if record.is_whole else _read_damaged(record, names)
    return known if known and known.updates else None


def shown_services(process: Process) -> Mapping[str, str]:
    """Return the name of each service on the page, by every name that records may have, in lower case."""
    chosen = {each.casefold() for each in process.site.services} if process.site else set()
    shown = [each for each in process.services if not chosen or each.name.casefold() in chosen]
    former = {old.casefold(): each.name for each in shown for old in each.formerly}
    return former | {each.name.casefold(): each.name for each in shown}


def outage_of(severity: str, process: Process) -> str:
    """Return what an incident of a severity does to the affected services."""
    given = process.site.outages if process.site else {}
    own = process.severity(severity) if severity else None
    named = next((outage for name, outage in given.items() if own and process.severity(name) == own), "")
    return named or {1: "major", 2: "partial"}.get(process.rank(own.label) if own else 0, "degraded")


def _read_whole(
    record: IncidentRecord, process: Process, rules: SiteRules, names: Mapping[str, str]
) -> PublicIncident | None:
    incident: Incident | None = None
    updates: list[PublicUpdate] = []
    conditions: list[Condition] = []
    worst = ""
    for entry in record.entries:
        incident = fold_entry(record.issue.number, incident, entry)
        if incident is None or incident.private:
            updates, conditions = [], []
            continue
        if text := _public_text(entry, rules):
            updates.append(PublicUpdate(entry.at, _progress(incident), text))
        if updates:
            outage = outage_of(incident.severity, process) if incident.phase is Phase.ACTIVE else ""
            worst = max(worst, outage, key=SEVERENESS.index)
            _follow(conditions, Condition(entry.at, outage, _present(incident.services, names)))
    if incident is None or not updates:
        return None
    return _made(updates, incident, conditions, worst, rules)


def _made(
    updates: list[PublicUpdate], incident: Incident, conditions: list[Condition], worst: str, rules: SiteRules
) -> PublicIncident:
    first = updates[0].at
    began = min(first, incident.start) if rules.from_start else first
    over = incident.phase in (Phase.RESOLVED, Phase.CLOSED)
    false_alarm = incident.phase is Phase.DISMISSED
    resolved = incident.milestones.get("resolved") if over else updates[-1].at if false_alarm else None
    ended = max(began, resolved) if resolved else None
    conditions[0] = Condition(began, conditions[0].outage, conditions[0].services)
    return PublicIncident(
        id=make_id(first),
        title=title_of(updates[0].text),
        began=began,
        ended=ended,
        progress=_progress(incident),
        outage="" if false_alarm else worst or "degraded",
        updates=_without_title(sorted(updates, key=lambda each: each.at)),
        effects=() if false_alarm else tuple(_effects(conditions, ended)),
    )


SEVERENESS = ("", "unknown", "degraded", "partial", "major")
"""What can happen to a service, the worst last."""


def make_id(at: datetime) -> str:
    """Return the id of an incident whose first text was published at a time."""
    return f"{at:%Y-%m-%d-%H%M%S}"


def _public_text(entry: e.Entry, rules: SiteRules) -> str:
    """Return the text of an entry that is public; empty for every other one."""
    if isinstance(entry, e.UpdatePublished):
        return entry.text
    return entry.text if rules.status_texts and isinstance(entry, e.StatusSet) else ""


def _progress(incident: Incident) -> str:
    if incident.phase is Phase.MITIGATED:
        return Progress.MONITORING
    if incident.phase is not Phase.ACTIVE:
        return Progress.RESOLVED
    known = incident.status.casefold().startswith(("identif", "fixing"))
    return Progress.IDENTIFIED if known else Progress.INVESTIGATING


def _present(services: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the present names of services that the page shows."""
    return tuple(dict.fromkeys(names[each.casefold()] for each in services if each.casefold() in names))


def _follow(conditions: list[Condition], new: Condition) -> None:
    """Add a condition, which replaces those after its time: people report some things later than they happened."""
    if conditions and (conditions[-1].outage, conditions[-1].services) == (new.outage, new.services):
        return
    while conditions and conditions[-1].at > new.at and len(conditions) > 1:
        conditions.pop()
    at = max(new.at, conditions[-1].at) if conditions else new.at
    conditions.append(Condition(at, new.outage, new.services))


def _effects(conditions: Sequence[Condition], ended: datetime | None) -> Iterator[Effect]:
    """Yield what happened to each service, with adjoining times of the same kind as one."""
    open_effects: dict[str, Effect] = {}
    for condition in conditions:
        now = dict.fromkeys(condition.services, condition.outage) if condition.outage else {}
        for service, effect in list(open_effects.items()):
            if now.get(service) != effect.outage:
                del open_effects[service]
                yield from _until(effect, condition.at)
        for service, outage in now.items():
            open_effects.setdefault(service, Effect(service, outage, condition.at))
    for effect in open_effects.values():
        yield from _until(effect, ended) if ended else (effect,)


def _until(effect: Effect, end: datetime) -> Iterator[Effect]:
    if end > effect.start:
        yield Effect(effect.service, effect.outage, effect.start, end)


def _without_title(updates: Sequence[PublicUpdate]) -> tuple[PublicUpdate, ...]:
    """Return the updates, the first without the line that is the title, unless that is all of it."""
    first, *later = updates
    return (PublicUpdate(first.at, first.progress, words_below_title(first.text) or first.text), *later)


def _read_damaged(record: IncidentRecord, names: Mapping[str, str]) -> PublicIncident | None:
    published = [each for each in record.entries if isinstance(each, e.UpdatePublished)]
    if not published:
        return None
    resolved = [each.at for each in record.entries if isinstance(each, e.Resolved) and each.at >= published[0].at]
    closed = max(record.issue.updated, published[0].at)
    ended = resolved[-1] if resolved else None if record.issue.open else closed
    services: tuple[str, ...] = ()
    for entry in record.entries:
        services = entry.to if isinstance(entry, e.ServicesSet) else services
        services = entry.services if isinstance(entry, e.Declared) else services
    first = published[0].at
    return PublicIncident(
        id=make_id(first),
        title=title_of(published[0].text),
        began=first,
        ended=ended,
        progress=Progress.RESOLVED if resolved else Progress.UNKNOWN,
        outage=UNKNOWN,
        updates=_without_title([PublicUpdate(each.at, Progress.UNKNOWN, each.text) for each in published]),
        effects=tuple(Effect(each, UNKNOWN, first, ended) for each in _present(services, names)),
    )
