"""A process: how one team runs incidents, from severities to post-mortems, and how its words are looked up."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.business_time import Calendar
from incident_actions.model.process.communication import Announcement, Checklist, Links, Notification
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.on_call import Rota
from incident_actions.model.process.people import Contact, Playbook, Role, Service
from incident_actions.model.process.postmortem import ActionRules, PostmortemRules
from incident_actions.model.process.schema_base import Access, Account, Key, Line, Login, Minutes, StrictModel, Word
from incident_actions.model.process.severity import Severity, Targets, Triage
from incident_actions.model.process.severity_matching import SeverityMatcher

ON_CALL, SECONDARY, SERVICE_OWNER = "on-call", "secondary", "service-owner"
"""The names that a ladder may page without a contact: the rota's people, and the affected services' owners."""


class Status(StrictModel):
    """A status word, and the phase of the lifecycle that it belongs to."""

    word: Word = Field(description="what `/status` calls it")
    phase: Literal[Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED] = Field(
        description="the phase of the lifecycle that it belongs to"
    )
    meaning: str = Field(default="", description="what it says")


class Labels(StrictModel):
    """The names of the labels that the tool puts on issues."""

    incident: Word = Field(default="incident", description="of incidents")
    action_item: Word = Field(default="action-item", description="of action items")
    status: str = Field(default="status: ", description="what stands before the status word")
    postmortem_owed: Word = Field(default="needs-postmortem", description="of incidents that still owe a post-mortem")
    postmortem: Word = Field(default="postmortem", description="of the pull requests of post-mortems")
    owner_wanted: Word = Field(default="needs-owner", description="of action items whose owner cannot be assigned")
    overdue: Word = Field(default="overdue", description="of action items whose due date has passed")


class AlertRules(StrictModel):
    """What an alert's own word for its severity means here, and how long after one alert others join its incident."""

    severities: dict[str, Word] = Field(
        default_factory=dict, description="the severity that a monitoring system's word means here, before `also`"
    )
    storm: Annotated[int, Field(ge=0, le=60 * 24 * 30)] = Field(
        default=10, description="minutes; 0 opens an incident for each alert"
    )


class Process(StrictModel):
    """How one team runs incidents."""

    name: str = Field(default="default", description="what the process is called")
    severities: Annotated[tuple[Severity, ...], Field(min_length=1)] = Field(
        description="how bad an incident can be, the worst first"
    )
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)] = Field(
        description="the words that an incident moves along, in order"
    )
    roles: tuple[Role, ...] = Field(description="the roles in the response; one has the key commander")
    permissions: dict[str, Access] = Field(
        default_factory=dict, description="the repository role that a command needs, by its word; else `write`"
    )
    targets: Targets = Field(
        default=Targets(), description="by when something must have happened, where a severity names nothing else"
    )
    update_every: Minutes | None = Field(
        default=None, description="minutes between two updates, where a severity names none"
    )
    triage: Triage = Field(default=Triage(), description="how a severity follows from the form's answers")
    ladder: tuple[Rung, ...] = Field(default=(), description="whom to page when, in order")
    contacts: dict[Key, Contact] = Field(
        default_factory=dict, description="whom the ladder and severities can name, by key"
    )
    directory: dict[Login, Line] = Field(
        default_factory=dict, description="how to reach people without GitHub, by login: a phone number, an address"
    )
    on_call: Rota | None = Field(default=None, description="who is on call when")
    checklists: tuple[Checklist, ...] = Field(default=(), description="the steps of each phase")
    announcements: tuple[Announcement, ...] = Field(
        default=(), description="ready-made words for each stage and audience"
    )
    notifications: tuple[Notification, ...] = Field(default=(), description="what is sent outside GitHub, and to whom")
    playbooks: tuple[Playbook, ...] = Field(default=(), description="what is known about kinds of incidents")
    links: Links = Field(default=Links(), description="where to look during an incident")
    postmortem: PostmortemRules = Field(description="what a post-mortem looks like, and when it is due")
    actions: ActionRules = Field(default=ActionRules(), description="what action items look like, and their reminders")
    labels: Labels = Field(default=Labels(), description="the names of the tool's labels")
    calendar: Calendar = Field(default=Calendar(), description="time zone, business days and hours")
    alerts: AlertRules = Field(default=AlertRules(), description="how alerts become incidents")
    services: tuple[Service, ...] = Field(
        default=(), description="what can break; one of which only the name is known may stand as a word"
    )
    escalation: tuple[Login, ...] = Field(default=(), description="who hears of what stays overdue or unanswered")
    ignore_commands: tuple[Word, ...] = Field(
        default=(), description="the words of other bots' commands, without the slash, which get no reply here"
    )
    bot: Account | None = Field(
        default=None, description="the login that the tool comments as, where it cannot be found out"
    )
    former_bots: tuple[Account, ...] = Field(
        default=(), description="logins that the tool commented as before, whose records still count"
    )

    @property
    def ignored_words(self) -> frozenset[str]:
        """The words of commands that are left to other bots, in lower case and without a slash."""
        return frozenset(word.removeprefix("/").casefold() for word in self.ignore_commands)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of times that have none."""
        return ZoneInfo(self.calendar.time_zone)

    @cached_property
    def severity_matcher(self) -> SeverityMatcher:
        """What finds the severity that people and monitoring systems mean, however they write it."""
        return SeverityMatcher(self.severities)

    def match_severity(self, text: str) -> Severity | None:
        """Return the severity that a text names as people write it; None where it names none, or more than one."""
        return self.severity_matcher.find(text)

    def severity_on_label(self, label: str) -> Severity | None:
        """Return the severity that a label on an issue names; None for a label that may well mean something else."""
        return self.severity_matcher.find_on_label(label)

    def severity(self, given: str) -> Severity | None:
        """Find a severity of a record or of the configuration, where names are exact.

        It is found by its label, by a part of it that no other label has, or by its place (1 is the worst). For what
        people and monitoring systems write there is `match_severity`.
        """
        wanted = given.casefold().rstrip(":,.;")
        exact = [each for each in self.severities if each.label.casefold() in (wanted, given.casefold())]
        alike = exact or [each for each in self.severities if wanted and wanted in spellings(each.label)]
        if len(alike) == 1:
            return alike[0]
        if wanted.isdecimal() and 1 <= int(wanted) <= len(self.severities):
            return self.severities[int(wanted) - 1]
        return None

    def severity_of_alert(self, words: tuple[str, ...]) -> str:
        """Return the worst severity that an alert's words mean; empty for none."""
        found = map(self.severity_of_word, words)
        return min((each.label for each in found if each), key=self.rank, default="")

    def severity_of_word(self, word: str) -> Severity | None:
        """Return the severity that an alert's word is mapped to, else the one that it would mean to `/sev`."""
        meant = {each.casefold(): label for each, label in self.alerts.severities.items()}
        return self.severity(meant.get(word.casefold(), "")) or self.match_severity(word)

    def rank(self, label: str) -> int:
        """Return the place of a severity (1 is the worst); 0 for one that the process does not have."""
        return next((place for place, each in enumerate(self.severities, 1) if each.label == label), 0)

    def severity_or_worst(self, label: str) -> Severity:
        """Return the severity of a label; the worst one where none is set."""
        return self.severity(label) or self.severities[0]

    def targets_of(self, severity: Severity) -> Targets:
        """Return the targets of a severity: its own, and the general ones where it has none."""
        own = severity.targets.model_dump(exclude_none=True)
        return self.targets.model_copy(update=own)

    def applies_to(self, severities: tuple[Word, ...], label: str) -> bool:
        """Whether something for some severities (none: for all) is for this one."""
        own = self.severity(label)
        return not severities or (own is not None and own in map(self.severity, severities))

    @cached_property
    def repositories(self) -> frozenset[str]:
        """The repositories of the services, the only ones beside its own in which the tool acts."""
        return frozenset(each.repository for each in self.services if each.repository)

    @cached_property
    def service_names(self) -> tuple[str, ...]:
        """The names of the services."""
        return tuple(each.name for each in self.services)

    def room_name(self, number: int, day: date) -> str:
        """Return the name of an incident's war room; empty where the process has none."""
        return self.links.room.replace("{number}", str(number)).replace("{date}", f"{day:%Y-%m-%d}")

    def contact_name(self, whom: str) -> str:
        """Return the name for people of a contact, a role or a place on the rota."""
        contact, role = self.contacts.get(whom), self.role(whom)
        return contact.name if contact else role.name if role else whom

    def find_rung(self, name: str) -> Rung | None:
        """Find an escalation step by its name."""
        return next((each for each in self.ladder if each.name == name), None)

    def reach(self, login: str) -> str:
        """Return how to reach a person without GitHub; empty where it is not configured."""
        return next((how for each, how in self.directory.items() if each.casefold() == login.casefold()), "")

    def status(self, given: str) -> Status | None:
        """Find a status by its word, ignoring case."""
        return next((each for each in self.statuses if each.word.casefold() == given.casefold()), None)

    def first_status(self, phase: Phase) -> str:
        """Return the first status word of a phase; empty where there is none."""
        return next((each.word for each in self.statuses if each.phase == phase), "")

    def role(self, given: str) -> Role | None:
        """Find a role by its key or name, ignoring case."""
        wanted = given.casefold()
        return next((each for each in self.roles if wanted in (each.key, each.name.casefold())), None)

    def must_differ(self, one: str, other: str) -> bool:
        """Whether two roles, by their keys, must be held by two people; never where no role names another."""
        beside = {role.key: role.with_roles for role in self.roles}
        if one == other or not any(beside.values()):
            return False
        return other not in beside.get(one, ()) and one not in beside.get(other, ())

    def status_label(self, word: str) -> str:
        """Return the label of a status word."""
        return f"{self.labels.status}{word.lower()}"


def spellings(label: str) -> frozenset[str]:
    """Return what people may type for a severity.

    `SEV-1`, `sev1`; `P1` or `Critical` for "P1 - Critical"; `Severity 1` for "Severity 1: Critical".
    """
    whole = label.casefold()
    number = re.findall("[0-9]+", whole)[:1]
    parts = (whole, whole.split(" ")[0].rstrip(":"), *re.split(r"\s*:\s+|\s+[-–—]\s+", whole), *number)
    return frozenset(spelt for part in parts for spelt in (part, re.sub(r"[\s-]", "", part)))
