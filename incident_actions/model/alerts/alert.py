"""The shape that every alert is read into, whichever system sent it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from incident_actions.model.fast_dataclass import dataclass

AlertStatus = Literal["firing", "resolved"]


class NotAnAlert(ValueError):
    """A payload in no known alert format; the message names what is missing."""


class IrrelevantEvent(NotAnAlert):
    """An event from a known sender that neither starts nor ends an alert."""


@dataclass(frozen=True)
class Alert:
    """An alert about one thing that a monitoring system watches."""

    source: str
    fingerprint: str
    """The sender's own identifier of that thing, the same in every message about it."""
    status: AlertStatus
    title: str
    summary: str = ""
    severities: tuple[str, ...] = ()
    """The sender's words for the severity; several where one message covers several alerts."""
    services: tuple[str, ...] = ()
    url: str = ""
    started: datetime | None = None
    """The start of this firing."""
    ended: datetime | None = None
    delivery: str = ""
    """The sender's own identifier of this message, if it has one: sent again, it is the same message."""

    @property
    def id(self) -> str:
        """A short identifier of sender and fingerprint together, safe in a marker."""
        return digest(f"{self.source}\n{self.fingerprint}")

    @property
    def words(self) -> str:
        """A digest of the sender's words for the severity, in any order; empty where there are none."""
        return digest("\n".join(sorted(set(self.severities)))) if self.severities else ""


@dataclass(frozen=True)
class AlertDelivery:
    """An alert as it was delivered, with the delivering account and what identifies the delivery."""

    alert: Alert
    by: str
    key: str
    run: int = 0
    """The id of the run that delivers it, if it is known. A later event has a higher one."""

    @property
    def is_identified(self) -> bool:
        """Whether the sender identifies the delivery, so that another run with it brings nothing new."""
        return bool(self.alert.delivery)


def digest(text: str) -> str:
    """Return a 12-digit hexadecimal hash: 48 bits distinguish all the texts that one repository will ever see."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
