"""A process as types: severities, status words, roles, permissions, post-mortem, action items."""

from __future__ import annotations

import re
from functools import cached_property
from string import Formatter
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from incident_actions.incident.phase import Phase

Access = Literal["read", "triage", "write", "maintain", "admin", "nobody"]
Colour = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{6}$")]
Login = Annotated[
    str,
    Field(pattern=r"^@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?$"),
    AfterValidator(lambda name: name.removeprefix("@")),
]
Account = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?$")]
Word = Annotated[str, Field(min_length=1, max_length=50)]
Minutes = Annotated[int, Field(gt=0)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        msg = "not a time zone such as UTC, Europe/Berlin or America/New_York"
        raise ValueError(msg) from unknown
    return name


def _span(text: str) -> str:
    if not re.fullmatch(r"\d{1,3} (hours|days|business days)", text):
        msg = "expected a span such as `48 hours`, `3 days` or `5 business days`"
        raise ValueError(msg)
    return text


def _countries() -> dict[str, list[str]]:
    """The countries whose holidays are known, with their subdivisions."""
    import holidays  # noqa: PLC0415  it takes a while to load: only for those who name a country

    return holidays.list_supported_countries()


def _country(code: str) -> str:
    if code not in _countries():
        msg = "no holidays are known for this country; expected two letters such as DE or US"
        raise ValueError(msg)
    return code


def _heading(template: str) -> str:
    """Only the two names as they are: a format such as `{title:9999999999}` would take all memory there is."""
    msg = "what stands in braces can be {number} and {title}"
    try:
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if not {name for name, _, _ in parts} <= {"number", "title"} or any(spec or turned for _, spec, turned in parts):
        raise ValueError(msg)
    return template


class Part(BaseModel):
    """A part of a configuration: unknown keys are mistakes, and nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Severity(Part):
    """One severity, the worst first; its label is what people see on the issue."""

    label: Word
    definition: str = ""
    response: str = ""
    update_every: Minutes | None = Field(default=None, description="minutes between two updates")
    postmortem: bool = False
    colour: Colour = "b60205"


class Status(Part):
    """A status word, and the phase of the lifecycle that it belongs to."""

    word: Word
    phase: Literal[Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED]


class Role(Part):
    """A role in the response; `command` is the word that hands it out."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    name: Word
    duties: str = ""


class Section(Part):
    """A section of the post-mortem file; `content` says what the tool itself can put there."""

    title: Word
    content: Literal["text", "summary", "impact", "timeline", "durations", "roles", "updates", "action items"] = "text"
    hint: str = ""


class PostmortemRules(Part):
    """What a post-mortem looks like and when it is due, counted from resolution."""

    due: Annotated[str, AfterValidator(_span)] = "5 business days"
    title: Annotated[str, AfterValidator(_heading)] = "Incident {number}: {title}"
    header: tuple[Literal["Date", "Duration", "Severity", "Impact", "Detected by", "Commander"], ...] = ()
    sections: tuple[Section, ...]
    columns: tuple[Literal["Item", "Owner", "Due", "Type"], ...] = ("Item", "Owner", "Due", "Type")
    reviewers: tuple[Login, ...] = ()


class ActionRules(Part):
    """What action items look like, and when their owners hear of them."""

    types: tuple[Word, ...] = ()
    due_in_days: Annotated[int, Field(gt=0)] = 14
    remind: tuple[int, ...] = (-3, 0, 1, 3, 7)

    @model_validator(mode="after")
    def _rising(self) -> ActionRules:
        if not self.remind or list(self.remind) != sorted(set(self.remind)):
            msg = "reminders are days around the due date, each later than the one before"
            raise ValueError(msg)
        return self


class Labels(Part):
    """The names of the labels that the tool puts on issues."""

    incident: Word = "incident"
    action_item: Word = "action-item"
    status: str = "status: "
    postmortem_owed: Word = "needs-postmortem"
    owner_wanted: Word = "needs-owner"


class Calendar(Part):
    """Which days are business days: Monday to Friday in `time_zone`, less the holidays of `country`."""

    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    country: Annotated[str, AfterValidator(_country)] | None = None
    subdivision: str | None = None

    @model_validator(mode="after")
    def _parted(self) -> Calendar:
        parts = _countries()[self.country] if self.country and self.subdivision else []
        if self.subdivision and self.subdivision not in parts:
            msg = f"{self.country or 'no country'} has no such subdivision; allowed: {', '.join(parts) or 'none'}"
            raise ValueError(msg)
        return self


class AlertRules(Part):
    """What an alert's own word for its severity means here, and how long after one alert others join its incident."""

    severities: dict[str, Word] = {}
    storm: Annotated[int, Field(ge=0)] = Field(default=10, description="minutes; 0 opens an incident for each alert")


class Process(Part):
    """How one team runs incidents."""

    name: str = "default"
    severities: Annotated[tuple[Severity, ...], Field(min_length=1)]
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)]
    roles: tuple[Role, ...]
    permissions: dict[str, Access] = {}
    postmortem: PostmortemRules
    actions: ActionRules = ActionRules()
    labels: Labels = Labels()
    calendar: Calendar = Calendar()
    alerts: AlertRules = AlertRules()
    services: tuple[Word, ...] = ()
    escalation: tuple[Login, ...] = ()
    bot: Account | None = Field(
        default=None, description="the login that the tool comments as, where it cannot be found out"
    )

    @model_validator(mode="after")
    def _whole(self) -> Process:
        _distinct("severity", [severity.label for severity in self.severities])
        _distinct("status", [status.word for status in self.statuses])
        _distinct("role", [role.key for role in self.roles])
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


def _distinct(what: str, names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    twice = next((name for name in folded if folded.count(name) > 1), None)
    if twice is not None:
        msg = f"two of one {what}: {twice}"
        raise ValueError(msg)
