"""Start the repository's own workflows on what happens to an incident, where the configuration asks for it."""

from __future__ import annotations

import json

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import DispatchEvent
from incident_actions.engine.reactions.notifications_due import (
    NewsItem,
    find_news,
    is_recent,
    last_rebuild,
    may_have_been_sent,
)
from incident_actions.model.incident import entry as e
from incident_actions.text.incident_json import IncidentEvent, event_json, event_name


def dispatch_events(entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Dispatch the due events of a stored record, and record them. Raises NeedsCreation until they are sent."""
    wanted = frozenset(context.process.repository_dispatch)
    if not wanted:
        return Decision()
    known = {entry.key for entry in entries if isinstance(entry, e.EventDispatched)}
    news = find_news(context.snapshot.issue.number, entries, context.process)
    due = [each for each in news if each.happening in wanted and each.key not in known]
    rebuilt, from_logs = last_rebuild(entries), e.replay_comments(entries)
    return Decision(
        tuple(
            _dispatch(each, context)
            for each in due
            if is_recent(each.entry, from_logs, context) and not may_have_been_sent(each.entry, rebuilt, context)
        )
    )


def _dispatch(news: NewsItem, context: Context) -> e.EventDispatched:
    event = IncidentEvent(news.happening, news.key, news.entry, news.incident)
    url = f"{context.snapshot.server}/{context.snapshot.repository}"
    text = json.dumps(event_json(event, context.process, context.snapshot.repository, url), ensure_ascii=False)
    result = context.create(DispatchEvent(f"dispatch:{news.key}", event_name(news.happening), text))
    return e.EventDispatched(at=context.now, accepted=context.now, key=news.key, problem=result.problem)
