"""The timers that every process has, under the names that records use."""

from __future__ import annotations

from enum import StrEnum


class Timer(StrEnum):
    """What a timer is for; an escalation step is a timer too, under the name that the process gives it."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    NOTIFY = "notify"
    ASSESS = "assess"
    FIRST_UPDATE = "first-update"
    UPDATE = "update"
    PUBLIC_UPDATE = "public-update"
    ROOM = "room"
    ROLES = "roles"
    MITIGATE = "mitigate"
    WATCH = "watch"
