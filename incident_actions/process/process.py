"""A process: how one team runs incidents, from severities to post-mortems, and how its words are looked up."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from incident_actions.incident.phase import Phase
from incident_actions.process.business_time import Calendar
from incident_actions.process.communication import Announcement, Checklist, Links, Notification, brief
from incident_actions.process.ladder import Rung
from incident_actions.process.on_call import Rota
from incident_actions.process.part import Access, Account, Key, Login, Part, Word, distinct, few
from incident_actions.process.people import Contact, Playbook, Role, Service
from incident_actions.process.postmortem import ActionRules, PostmortemRules
from incident_actions.process.severity import Severity, Targets, Triage

ON_CALL, SECONDARY, SERVICE_OWNER = "on-call", "secondary", "service-owner"
"""Whom a ladder may name without a contact of that name: the rota's people, and the owners of the affected services."""


class Status(Part):
    """A status word, and the phase of the lifecycle that it belongs to."""

    word: Word
    phase: Literal[Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED]
    meaning: str = ""


class Labels(Part):
    """The names of the labels that the tool puts on issues."""

    incident: Word = "incident"
    action_item: Word = "action-item"
    status: str = "status: "
    postmortem_owed: Word = "needs-postmortem"
    owner_wanted: Word = "needs-owner"


class AlertRules(Part):
    """What an alert's own word for its severity means here, and how long after one alert others join its incident."""

    severities: dict[str, Word] = Field(default_factory=dict)
    storm: Annotated[int, Field(ge=0)] = Field(default=10, description="minutes; 0 opens an incident for each alert")


class Process(Part):
    """How one team runs incidents."""

    name: str = "default"
    severities: Annotated[tuple[Severity, ...], Field(min_length=1)]
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)]
    roles: tuple[Role, ...]
    permissions: dict[str, Access] = Field(default_factory=dict)
    targets: Targets = Targets()
    triage: Triage = Triage()
    ladder: tuple[Rung, ...] = ()
    contacts: dict[Key, Contact] = Field(default_factory=dict)
    on_call: Rota | None = None
    checklists: tuple[Checklist, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    notifications: tuple[Notification, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    links: Links = Links()
    postmortem: PostmortemRules
    actions: ActionRules = ActionRules()
    labels: Labels = Labels()
    calendar: Calendar = Calendar()
    alerts: AlertRules = AlertRules()
    services: tuple[Service, ...] = ()
    escalation: tuple[Login, ...] = Field(default=(), description="who hears of what stays overdue or unanswered")
    bot: Account | None = Field(
        default=None, description="the login that the tool comments as, where it cannot be found out"
    )

    @model_validator(mode="after")
    def _whole(self) -> Process:
        distinct("severity", [severity.label for severity in self.severities])
        distinct("status", [status.word for status in self.statuses])
        distinct("role", [role.key for role in self.roles])
        distinct("rung", [rung.name for rung in self.ladder])
        distinct("announcement", [each.name for each in self.announcements])
        few("checklists of one phase", [each.when for each in self.checklists])
        brief(self.checklists)
        few("announcements of one stage", [each.stage.casefold() for each in self.announcements])
        phases = {status.phase for status in self.statuses}
        if Phase.ACTIVE not in phases or Phase.RESOLVED not in phases:
            msg = "statuses need at least one word of phase active and one of phase resolved"
            raise ValueError(msg)
        if "commander" not in {role.key for role in self.roles}:
            msg = "roles need one with the key commander"
            raise ValueError(msg)
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which times without one are read."""
        return ZoneInfo(self.calendar.time_zone)

    def severity(self, given: str) -> Severity | None:
        """Find a severity by its label, by a part of it that no other has, or by its place, 1 the worst."""
        wanted = given.casefold().rstrip(":,.;")
        exact = [each for each in self.severities if each.label.casefold() in (wanted, given.casefold())]
        alike = exact or [each for each in self.severities if wanted and wanted in _spellings(each.label)]
        if len(alike) == 1:
            return alike[0]
        if wanted.isdecimal() and 1 <= int(wanted) <= len(self.severities):
            return self.severities[int(wanted) - 1]
        return None

    def severity_of_alert(self, words: tuple[str, ...]) -> str:
        """The worst severity that an alert's words are said to mean; empty where they are said to mean none."""
        meant = {word.casefold(): label for word, label in self.alerts.severities.items()}
        found = (self.severity(meant[word.casefold()]) for word in words if word.casefold() in meant)
        return min((each.label for each in found if each), key=self.rank, default="")

    def rank(self, label: str) -> int:
        """The place of a severity, 1 being the worst; 0 for one that the process does not know (any more)."""
        return next((place for place, each in enumerate(self.severities, 1) if each.label == label), 0)

    def in_doubt(self, label: str) -> Severity:
        """The severity of that label; the worst one where none is set, since in doubt it is the higher one."""
        return self.severity(label) or self.severities[0]

    def targets_of(self, severity: Severity) -> Targets:
        """The targets that hold for a severity: its own, and those of all severities where it has none."""
        own = severity.targets.model_dump(exclude_none=True)
        return self.targets.model_copy(update=own)

    def concerns(self, severities: tuple[Word, ...], label: str) -> bool:
        """Whether what is there for some severities (none: for all) is there for one; what is not set is none."""
        own = self.severity(label)
        return not severities or (own is not None and own in map(self.severity, severities))

    @cached_property
    def service_names(self) -> tuple[str, ...]:
        """The names of the services, as they are spelt."""
        return tuple(each.name for each in self.services)

    def room_for(self, number: int, day: date) -> str:
        """What the war room of an incident is called; empty where the process names none."""
        return self.links.room.replace("{number}", str(number)).replace("{date}", f"{day:%Y-%m-%d}")

    def contact_name(self, whom: str) -> str:
        """What people call a contact, a role or somebody of the rota."""
        contact, role = self.contacts.get(whom), self.role(whom)
        return contact.name if contact else role.name if role else whom

    def knows(self, whom: str) -> bool:
        """Whether a ladder can page somebody by this name."""
        on_rota = self.on_call is not None and whom in (ON_CALL, SECONDARY)
        return (
            on_rota or whom.startswith("@") or whom == SERVICE_OWNER or whom in self.contacts or bool(self.role(whom))
        )

    def status(self, given: str) -> Status | None:
        """Find a status by its word, case apart."""
        return next((each for each in self.statuses if each.word.casefold() == given.casefold()), None)

    def first_status(self, phase: Phase) -> str:
        """The first word of a phase; empty where the process has none."""
        return next((each.word for each in self.statuses if each.phase == phase), "")

    def role(self, given: str) -> Role | None:
        """Find a role by its key or name, case apart."""
        wanted = given.casefold()
        return next((each for each in self.roles if wanted in (each.key, each.name.casefold())), None)

    def status_label(self, word: str) -> str:
        """The label of a status word."""
        return f"{self.labels.status}{word.lower()}"


def _spellings(label: str) -> frozenset[str]:
    """`SEV-1`, `sev1`; `P1` or `Critical` for "P1 - Critical"; `Severity 1` for "Severity 1: Critical"."""
    whole = label.casefold()
    number = re.findall("[0-9]+", whole)[:1]
    parts = (whole, whole.split(" ")[0].rstrip(":"), *re.split(r"\s*:\s+|\s+[-–—]\s+", whole), *number)
    return frozenset(spelt for part in parts for spelt in (part, re.sub(r"[\s-]", "", part)))
