"""A story as the drill plays it: who is there, what the repository holds, the scenes, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incident_actions.drill.stage import Scene, Stage


@dataclass(frozen=True)
class Story:
    """What is played; `path` tells, once it was, where the post-mortem lies, and `verdict` how people did."""

    preset: str
    scenes: Sequence[Scene]
    files: Mapping[str, str]
    people: Mapping[str, str]
    opening: str
    path: Callable[[], str]
    verdict: Callable[[Stage], str] = lambda _: ""
    strangers: tuple[str, ...] = ()
