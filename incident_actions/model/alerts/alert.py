"""The one shape of an alert, whoever sent it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AlertStatus = Literal["firing", "resolved"]


class NotAnAlert(ValueError):
    """What was sent is no alert of a shape that is known; the text says what is missing."""


class IrrelevantEvent(NotAnAlert):
    """The sender is known, but speaks of something that neither starts nor ends an alert."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What a monitoring system says of one thing that it watches.

    `fingerprint` is the sender's own name for that thing, the same each time it speaks of it. `severities` are the
    sender's words, several where it speaks of several alerts at once. `started` and `ended` are those of this firing.
    """

    source: str
    fingerprint: str
    status: AlertStatus
    title: str
    summary: str = ""
    severities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    url: str = ""
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def id(self) -> str:
        """A short name for sender and fingerprint together, safe in a marker."""
        return digest(f"{self.source}\n{self.fingerprint}")


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """An alert as it was delivered: by which account, and known by which key."""

    alert: Alert
    by: str
    key: str


def digest(text: str) -> str:
    """A short name for a text that nobody need read; 48 bits tell apart whatever one repository ever hears."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
