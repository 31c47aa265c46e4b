"""Hypothesis strategies for any entry and any message, from the types of their fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from incident_actions.model.incident.entry import KINDS, Damage, Entry
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange, RecentChangeKind
from incident_actions.text.messages import ExpectedResponse, ReadyWords, ScoredTarget, Steps
from incident_actions.text.offline_log import LogFlaw

HOSTILE = (
    "-->", "--!>", "<!--", "<!-- incident-actions:record\n", "\n-->", "---", "--", "-", "<", ">", "\\u003c", "\\", '"',
    "\u2028", "\u2029", "\x85", "\x0b", "\r\n", "\r", "\n", " ", "\t", "\x00", "é", "🔥", "|", "`", "@acme/all", "fixes #1",
    "{{ 7 * 7 }}", "{% raw %}", "incident-actions", "/sev 1",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join) | st.text(max_size=40)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
NUMBERS = st.integers(0, 10**10)

FLAWS = ("unreadable", "unknown", "backwards", "ahead")


@cache
def plain_types(texts: st.SearchStrategy[str]) -> dict[Any, st.SearchStrategy[Any]]:
    """Return a strategy for each type that has no fields of its own; hypothesis takes long to make so many for each value."""
    return {
        str: texts,
        int: NUMBERS,
        bool: st.booleans(),
        datetime: MOMENTS,
        date: DAYS,
        datetime | None: st.none() | MOMENTS,
        date | None: st.none() | DAYS,
        Phase: st.sampled_from(Phase),
        Damage: st.sampled_from(Damage),
        tuple[str, ...]: st.lists(texts, max_size=3).map(tuple),
        tuple[int, ...]: st.lists(NUMBERS, max_size=3).map(tuple),
        tuple[tuple[str, str], ...]: st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
        tuple[tuple[int, str], ...]: st.lists(st.tuples(NUMBERS, texts), max_size=3).map(tuple),
        tuple[Steps, ...]: st.lists(st.builds(Steps, texts, st.lists(texts).map(tuple), st.booleans())).map(tuple),
        tuple[LogFlaw, ...]: st.lists(
            st.builds(LogFlaw, NUMBERS, texts, st.sampled_from(FLAWS)), min_size=1, max_size=3
        ).map(tuple),
        RecentChange | None: st.none() | any_of_change(texts),
        tuple[RecentChange, ...]: st.lists(any_of_change(texts), max_size=3).map(tuple),
        timedelta: st.timedeltas(timedelta(), timedelta(days=30)),
        timedelta | None: st.none() | st.timedeltas(timedelta(), timedelta(days=3)),
        tuple[ReadyWords, ...]: st.lists(st.builds(ReadyWords, texts, texts), max_size=3).map(tuple),
    }


@cache
def of_type(wanted: Any, texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[Any]:
    """Return a strategy for one of the types that entries and messages are made of."""
    if wanted == tuple[ScoredTarget, ...]:
        return st.lists(any_of(ScoredTarget, texts), max_size=3).map(tuple)
    if wanted == ExpectedResponse | None:
        return st.none() | any_of(ExpectedResponse, texts)
    return any_of(wanted, texts) if isinstance(wanted, type) and is_dataclass(wanted) else plain_types(texts)[wanted]


def any_of_change(texts: st.SearchStrategy[str]) -> st.SearchStrategy[RecentChange]:
    """Return a strategy for changes, whose names are those of git."""
    names = st.sampled_from(["#12", "3f2a9c1", "v1.4.2"])
    kinds = st.sampled_from(get_args(RecentChangeKind))
    return st.builds(RecentChange, kinds, MOMENTS, names, texts, texts, st.sampled_from(["", "acme/api"]))


def any_of(
    kind: type[Any], texts: st.SearchStrategy[str] = TEXTS, **known: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Return a strategy for a dataclass. `known` are strategies for fields whose types are too general."""
    hints = get_type_hints(kind)
    values = {
        slot.name: known[slot.name] if slot.name in known else of_type(hints[slot.name], texts) for slot in fields(kind)
    }
    return st.builds(kind, **values)


ENTRIES: st.SearchStrategy[Entry] = st.one_of([any_of(kind) for kind in KINDS.values()])
