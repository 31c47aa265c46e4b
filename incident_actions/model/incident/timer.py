"""The timers that every process has, by the names under which the record knows that they fired."""

from __future__ import annotations

from enum import StrEnum


class Timer(StrEnum):
    """What a timer chases; a rung of the ladder is a timer too, under the name that its process gives it."""

    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    FIRST_UPDATE = "first-update"
    UPDATE = "update"
    PUBLIC_UPDATE = "public-update"
    ROOM = "room"
    ROLES = "roles"
    MITIGATE = "mitigate"
    WATCH = "watch"
