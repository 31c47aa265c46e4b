"""Which cases are measured in turns, and which of ours stands beside which of a peer's."""

from __future__ import annotations

from dataclasses import dataclass

from tests.laboratory.bench import cases, peers
from tests.laboratory.bench.cases import Case
from tests.laboratory.bench.comparison import Pair

NEAR, FAR = 0, 150
"""Milliseconds that each request takes beside what the server does."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are measured in turns, at most so often, at these distances; and the pairs among them."""

    cases: tuple[Case, ...]
    pairs: tuple[Pair, ...]
    times: int
    distances: tuple[int, ...] = (NEAR, FAR)


GROUPS = (
    Group(
        (*cases.EVENTS, *peers.EVENTS),
        (
            Pair(cases.IGNORED, peers.IGNORED_BY_DISPATCH, {NEAR: 0.8}),
            Pair(cases.IGNORED, peers.IGNORED_BY_BRANCH_DEPLOY, {NEAR: 0.8}),
            Pair(cases.SEVERITY, peers.DISPATCHED, {NEAR: 1.4}, {FAR: 1.05}),
            Pair(cases.SEVERITY, peers.LOCKED, {NEAR: 1.0}),
            Pair(cases.SEVERITY, peers.HELPED),
            Pair(cases.DECLARATION, peers.DISPATCHED, until_reaction={FAR: 1.4}),
            Pair(cases.RESOLUTION, peers.DISPATCHED, until_reaction={FAR: 2.3}),
        ),
        times=9,
    ),
    Group((*cases.SWEEPS, *peers.SWEEPS), (Pair(cases.SWEEP, peers.SWEPT, {FAR: 0.55}),), times=5),
    # Nearly all of its time is the pace at which GitHub accepts content, wherever the server is.
    Group(
        (*cases.DUE_SWEEPS, *peers.DUE_SWEEPS),
        (Pair(cases.DUE_SWEEP, peers.DUE_SWEPT, requests=1.0),),
        times=1,
        distances=(FAR,),
    ),
)
