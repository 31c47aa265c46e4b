"""A story that the drill can play: its people, its files, its scenes, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incident_actions.drill.stage import Scene, Stage


@dataclass(frozen=True)
class Story:
    """What a drill plays. After that, `path` returns where the post-mortem lies, and `verdict` how people did."""

    preset: str
    scenes: Sequence[Scene]
    files: Mapping[str, str]
    people: Mapping[str, str]
    opening: str
    path: Callable[[], str]
    verdict: Callable[[Stage], str] = lambda _: ""
    strangers: tuple[str, ...] = ()
