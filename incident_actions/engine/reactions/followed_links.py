"""Put on the timeline what happens to the things that an incident follows, by sweep and clock while it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import LinkablePull
from incident_actions.contract.link_news import LinkEvent, LinkNews
from incident_actions.contract.questions import NewsOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.link import Link, LinkName
from incident_actions.model.incident.phase import RUNNING

MOST_FOLLOWED = 30
"""How many things are followed, the ones that were linked last."""

MOST_MENTIONS = 20
"""How many pull requests an incident links by itself."""

MOST_EVENTS = 20
"""How many events of one thing go on record, so that a pull request with many pushes doesn't fill the timeline."""

OLDEST = timedelta(days=7)
"""How long before the declaration something may have happened to be worth a line."""

PULL_ENDS = ("merged", "closed")

RELEASED = "released"
"""The key of the one release of a linked thing that counts, the first that is found."""


def follow_links(entries: Sequence[e.Entry], incident: Incident, context: Context) -> Decision:
    """Return what happened to what a running incident follows; raises NeedsAnswer until GitHub was asked.

    Only the sweep and the clock ask, so nobody waits for it.
    """
    if not context.snapshot.is_sweep or incident.phase not in RUNNING or _has_asked(entries, context):
        return Decision()
    new = _new_pulls(incident, context.snapshot.linkable_pulls)
    links = (*followed_links(incident, context), *(Link(LinkName("number", name), context.now) for name in new))
    if not links:  # a sweep must not cost a request for each incident
        return Decision()
    release = None if all(RELEASED in each.seen for each in links) else context.snapshot.release
    news = context.ask(NewsOf(incident.number, tuple(each.name for each in links), release))
    new |= {str(each): 0 for each in news.mentions if str(each) not in new} if news else {}
    linked = _linked(entries, new, incident, context)
    room = {LinkName("number", each.name) for each in linked} | {each.name for each in incident.links}
    changes = _changes(news, tuple(each for each in links if each.name in room), incident, context) if news else ()
    return Decision((*linked, *changes))


def _new_pulls(incident: Incident, pulls: Iterable[LinkablePull]) -> dict[str, int]:
    """Return the pull requests that mention an incident or revert what it follows, each with what it reverts."""
    known = {each.name.name for each in incident.links if each.name.what == "number" and not each.name.repository}
    found = sorted((each for each in pulls if str(each.number) not in known), key=lambda each: each.number)
    reverts = {str(each.number): each.reverts if str(each.reverts) in known else 0 for each in found}
    wanted = (each for each in found if incident.number in each.mentions or reverts[str(each.number)])
    return {str(each.number): reverts[str(each.number)] for each in wanted}


def followed_links(incident: Incident, context: Context) -> tuple[Link, ...]:
    """Return what is followed: only in the repositories of the configuration, whatever the record has."""
    known = {"", *(each.casefold() for each in context.process.repositories)}
    links = [each for each in incident.links if each.name.repository.casefold() in known and not _is_over(each)]
    return tuple(links[-MOST_FOLLOWED:])


def _has_asked(entries: Sequence[e.Entry], context: Context) -> bool:
    """Return whether this run has found something already, and looks at the issue again only for that."""
    found = (each for each in entries[-MOST_EVENTS:] if isinstance(each, e.LinkChanged | e.ThingLinked))
    return any(each.accepted == context.now and not each.comment for each in found)


def _is_over(link: Link) -> bool:
    """Return whether nothing more can happen: a workflow run has ended, or enough is on record."""
    return len(link.seen) >= MOST_EVENTS or (link.name.what == "run" and bool(link.seen))


def _linked(
    entries: Sequence[e.Entry], new: Mapping[str, int], incident: Incident, context: Context
) -> list[e.ThingLinked]:
    """Return the entries of pull requests that are linked by themselves, as many as there is room for."""
    known = {each.name.name for each in incident.links if not each.name.repository}
    room = MOST_MENTIONS - sum(isinstance(each, e.ThingLinked) and each.mentioned for each in entries)
    found = [
        e.ThingLinked(
            at=context.now, accepted=context.now, what="number", name=name, mentioned=True, reverts=str(undone or "")
        )
        for name, undone in new.items()
        if name not in known
    ]
    return found[: max(room, 0)]


def _changes(news: LinkNews, links: tuple[Link, ...], incident: Incident, context: Context) -> Iterator[e.Entry]:
    for link in links:
        events = [each for each in news.events if each.link == link.name]
        ended = any(each.event in PULL_ENDS and each.at and each.at < link.since for each in events)
        new = (each for each in events if each.key not in link.seen and not _is_known(each, link, ended=ended))
        for event in new:
            at = event.at or context.now
            if at > incident.declared - OLDEST:
                yield e.LinkChanged(
                    at=at,
                    accepted=context.now,
                    by=event.by,
                    what=link.name.what,
                    name=link.name.name,
                    repository=link.name.repository,
                    event=event.event,
                    key=event.key,
                    detail=event.detail,
                )


def _is_known(event: LinkEvent, link: Link, *, ended: bool) -> bool:
    """Return whether an event is no news: the end of a hotfix, or passed checks of what had ended before."""
    return event.event in PULL_ENDS if link.hotfix else event.event == "passed" and ended
