"""A process: how one team runs incidents, from severities to post-mortems, and how its words are looked up."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.model.process.action_rules import DUE_IN_DAYS, ActionRules
from incident_actions.model.process.business_time import Calendar
from incident_actions.model.process.communication import Announcement, Checklist, Happening, Links, Notification
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.event_rules import EventRules
from incident_actions.model.process.freeze_rules import FreezeRules
from incident_actions.model.process.game_day_rules import GameDayRules
from incident_actions.model.process.issue_types import IssueTypes
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.long_incident import LongIncidentRules
from incident_actions.model.process.on_call import Rota
from incident_actions.model.process.people import Contact, PersonalAddresses, Playbook, Role, Service
from incident_actions.model.process.postmortem import PostmortemRules
from incident_actions.model.process.private_rules import PrivateRules
from incident_actions.model.process.reference_material import Reference, ShellCommand
from incident_actions.model.process.report_rules import ReportRules
from incident_actions.model.process.runbook_rules import RunbookRules
from incident_actions.model.process.severity import Severity, Targets, Triage
from incident_actions.model.process.severity_matching import SeverityMatcher
from incident_actions.model.process.site_rules import SiteRules
from incident_actions.model.process.sweep_interval import SweepInterval
from incident_actions.model.process.value_types import Access, Account, Key, Line, Login, Minutes, Word

ON_CALL, SECONDARY, SERVICE_OWNER = "on-call", "secondary", "service-owner"
"""The names that a ladder may page without a contact: the rota's people, and the affected services' owners."""


@dataclass(frozen=True, kw_only=True)
class Status(ConfigurationPart):
    """A status of an incident, and the phase of the lifecycle that it belongs to."""

    word: Word = field(description="the name of the status, as `/status` takes it and the label shows it")
    phase: Literal[Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED] = field(
        description="the phase of the lifecycle that the status belongs to"
    )
    meaning: str = field(default="", description="what the status means")


@dataclass(frozen=True, kw_only=True)
class Labels(ConfigurationPart):
    """The names of the labels that the tool puts on issues."""

    incident: Word = field(default="incident", description="the label of incidents")
    action_item: Word = field(default="action-item", description="the label of action items")
    status: str = field(default="status: ", description="the prefix of status labels")
    postmortem_owed: Word = field(
        default="needs-postmortem", description="the label of resolved incidents without a merged post-mortem"
    )
    postmortem: Word = field(default="postmortem", description="the label of post-mortem pull requests")
    review: str = field(
        default="",
        max_length=50,
        description="the label of incidents that the review meeting has to discuss, until `/reviewed`; without it, the "
        "tool keeps no such list",
    )
    owner_wanted: Word = field(default="needs-owner", description="the label of action items that have no assignee")
    overdue: Word = field(default="overdue", description="the label of action items that are past their due date")
    without_evidence: Word = field(
        default="closed-without-evidence",
        description="the label of action items that were closed without evidence, so that they count as open",
    )
    week: Word = field(
        default="weekly-action-items", description="the label of the issue that lists a week's action items"
    )
    overview: Word = field(
        default="incident-overview", description="the label of the overview; used only with `overview`"
    )
    drill: Word = field(default="drill", description="the label of drills, which no figure counts")
    maintenance: Word = field(default="maintenance", description="the label of issues that schedule maintenance")
    freeze: Word = field(
        default="merge-freeze", description="the label of incidents that freeze merges; used only with `freeze`"
    )


@dataclass(frozen=True, kw_only=True)
class AlertRules(ConfigurationPart):
    """How severities of alerts map to yours, and which alerts and repeats belong together."""

    severities: dict[str, Word] = field(
        default_factory=dict,
        description="your severity for each severity name of your monitoring system; takes precedence over `also`",
    )
    storm: Annotated[int, ValueLimits(ge=0, le=60 * 24 * 30)] = field(
        default=10,
        description="the minutes in which new alerts join the previous one's incident; `0` opens one for each alert",
    )
    debounce: Annotated[int, ValueLimits(ge=0, le=60)] = field(
        default=1,
        description="the minutes after a counted repeat in which no other of its alert is counted; `0` counts all",
    )


@dataclass(frozen=True, kw_only=True)
class Process(ConfigurationPart):
    """How one team runs incidents."""

    name: str = field(default="default", description="the name of the process")
    severities: Annotated[tuple[Severity, ...], ValueLimits(min_length=1)] = field(
        description="the severity levels, the worst first"
    )
    statuses: Annotated[tuple[Status, ...], ValueLimits(min_length=1)] = field(
        description="the statuses of an incident, in order"
    )
    roles: tuple[Role, ...] = field(description="the roles in the response; one of them must have the key `commander`")
    permissions: dict[str, Access] = field(
        default_factory=dict, description="the repository role that each command needs; without an entry, `write`"
    )
    targets: Targets = field(
        default_factory=Targets,
        description="the time limits for all severities; the targets of a severity take precedence",
    )
    long_incident: LongIncidentRules | None = field(
        default=None,
        description="that the reminders of a long incident come together; `{}` is after two hours, once an hour",
    )
    sweep: SweepInterval = field(
        default="hourly",
        description="how often the sweep runs, which `incident-actions init` writes into the workflow; fewer runs "
        "spend fewer runner minutes in a private repository",
    )
    update_every: Minutes | None = field(
        default=None, description="the minutes between two updates; the value of a severity takes precedence"
    )
    triage: Triage = field(default_factory=Triage, description="how the answers in the form set the severity")
    ladder: tuple[Rung, ...] = field(default=(), description="the escalation ladder: who is paged when, in order")
    contacts: dict[Key, Contact] = field(
        default_factory=dict, description="the people and teams that the ladder and the severities can name, by key"
    )
    directory: dict[Login, Line] = field(
        default_factory=dict,
        description="how people reach others while GitHub is down, by login: a phone number or an address",
    )
    people: dict[Login, PersonalAddresses] = field(
        default_factory=dict,
        description="the names of people, and the addresses at which the tool pages people and teams, by login",
    )
    on_call: Rota | None = field(default=None, description="the on-call schedule")
    checklists: tuple[Checklist, ...] = field(default=(), description="the steps of each phase")
    announcements: tuple[Announcement, ...] = field(
        default=(), description="message templates for each stage and audience"
    )
    notifications: tuple[Notification, ...] = field(
        default=(), description="the events that are sent to services outside GitHub"
    )
    playbooks: tuple[Playbook, ...] = field(default=(), description="instructions for known kinds of incidents")
    commands: Annotated[tuple[ShellCommand, ...], ValueLimits(max_length=30)] = field(
        default=(), description="shell commands that responders copy from the card and the runbook"
    )
    references: Annotated[tuple[Reference, ...], ValueLimits(max_length=30)] = field(
        default=(), description="what responders can read, shown on the card and in the runbook"
    )
    prevention: Annotated[tuple[Line, ...], ValueLimits(max_length=20)] = field(
        default=(),
        description="what prevents incidents or prepares for them; shown to the authors of a post-mortem and in the "
        "runbook",
    )
    links: Links = field(default_factory=Links, description="links for responders")
    postmortem: PostmortemRules = field(description="the form and the due date of post-mortems")
    actions: ActionRules = field(
        default_factory=ActionRules,
        description="the types, due dates, evidence and reminders of action items",
    )
    labels: Labels = field(default_factory=Labels, description="the names of the tool's labels")
    issue_types: IssueTypes = field(
        default_factory=IssueTypes,
        description="the issue types of incidents and action items; a server without issue types, or without one of "
        "that name, opens them without a type",
    )
    calendar: Calendar = field(default_factory=Calendar, description="the time zone, business days and business hours")
    alerts: AlertRules = field(default_factory=AlertRules, description="how alerts become incidents")
    private: PrivateRules = field(
        default_factory=PrivateRules,
        description="where sensitive incidents are handled, and which are from the start",
    )
    freeze: FreezeRules | None = field(
        default=None,
        description="that incidents can freeze merges: the status `incident-freeze` of pull requests then fails; `{}` "
        "freezes on command only",
    )
    events: EventRules | None = field(
        default=None,
        description="what the optional workflow *incident-events* watches: deployments, releases and failed runs of "
        "workflows, and which of them declare an incident",
    )
    site: SiteRules | None = field(
        default=None,
        description="the public status page, which the optional workflow *incident-site* builds; `{}` for the defaults",
    )
    report: ReportRules | None = field(
        default=None,
        description="that a report on all incidents is written every week; `{}` writes it to a branch and an issue",
    )
    repository_dispatch: tuple[Happening, ...] = field(
        default=(),
        description="the events that start the repository's own workflows, each as a `repository_dispatch` named "
        "`incident.` and the event, such as `incident.resolved`",
    )
    recurrence: bool = field(
        default=False,
        description="whether an incident shows earlier incidents and action items that are like it, by their services "
        "and words",
    )
    overview: bool = field(
        default=False,
        description="whether one pinned issue shows the open incidents, what is owed and overdue, who is on call, and "
        "the figures of the last 30 days",
    )
    year_ago: bool = field(
        default=False, description="whether the overview names the incidents of the same week a year ago"
    )
    rating: bool = field(
        default=False,
        description="whether the tool asks once, after an incident is closed, how the response went; people answer by "
        "a reaction",
    )
    runbooks: RunbookRules | None = field(
        default=None, description="the runbooks that the overview names once nobody has changed them for long"
    )
    game_days: GameDayRules | None = field(
        default=None,
        description="when drills are opened on a schedule, and for whom; `{}` only asks the team once when there was "
        "no drill for a quarter",
    )
    services: tuple[Service, ...] = field(
        default=(), description="the services that can be affected; a name alone is enough: `services: [web]`"
    )
    escalation: tuple[Login, ...] = field(
        default=(), description="the people who are notified if something stays overdue or unanswered"
    )
    ignore_commands: tuple[Word, ...] = field(
        default=(), description="commands of other bots, without the slash, that the tool ignores"
    )
    bots: Annotated[tuple[Account, ...], ValueLimits(max_length=20)] = field(
        default=(), description="other bots that may add lines to the timeline with `/note`, and may run nothing else"
    )
    bot: Account | None = field(
        default=None, description="the login that the tool comments as, if it cannot be detected"
    )
    former_bots: tuple[Account, ...] = field(
        default=(), description="former logins of the tool, whose records are still valid"
    )

    def for_drill(self) -> Process:
        """Return the process without what reaches anybody or anything beyond a drill."""
        return replace(
            self,
            severities=tuple(replace(each, fix_labels=()) for each in self.severities),
            services=tuple(replace(each, owner=(), repository=None) for each in self.services),
            notifications=(),
            repository_dispatch=(),
            escalation=(),
            people={login: replace(each, notify=()) for login, each in self.people.items()},
            freeze=None,
            private=PrivateRules(),
            recurrence=False,
            rating=False,
            labels=replace(self.labels, review=""),
            postmortem=replace(self.postmortem, reviewers=()),
        )

    @property
    def ignored_words(self) -> frozenset[str]:
        """The words of commands that are left to other bots, in lower case and without a slash."""
        return frozenset(word.removeprefix("/").casefold() for word in self.ignore_commands)

    def is_noting_bot(self, person: Person) -> bool:
        """Return whether an account is one of the bots that may add notes."""
        return person.bot and person.login.casefold() in {each.casefold() for each in self.bots}

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
        return replace(self.targets, **severity.targets.limits)

    def update_every_of(self, severity: Severity | None) -> int:
        """Return the minutes between two updates of a severity: its own, or the general ones; 0 for no promise."""
        own = severity.update_every if severity else None
        return (self.update_every or 0) if own is None else own

    def item_limit(self, label: str) -> int | None:
        """Return the most days until an action item of a severity is due; None where it has no limit."""
        own = self.severity(label)
        return next((days for name, days in self.actions.limits.items() if own and self.severity(name) == own), None)

    def due_in_days(self, label: str) -> int:
        """Return the days until an action item of a severity is due that names no date."""
        one = self.actions.due_in_days
        return one if isinstance(one, int) else self.item_limit(label) or DUE_IN_DAYS

    def applies_to(self, severities: tuple[Word, ...], label: str) -> bool:
        """Whether something for some severities (none: for all) is for this one."""
        own = self.severity(label)
        return not severities or (own is not None and own in map(self.severity, severities))

    @cached_property
    def repositories(self) -> frozenset[str]:
        """The repositories of the services, the only ones beside its own in which the tool acts."""
        return frozenset(each.repository for each in self.services if each.repository)

    @cached_property
    def token_repositories(self) -> frozenset[str]:
        """The repositories beside its own that the tool's token must reach."""
        private = self.private.repository
        return self.repositories | {private} if private else self.repositories

    @property
    def page_address(self) -> str:
        """Return where the public status page is; empty where the configuration does not say it."""
        return (self.site.url if self.site else None) or self.links.status_page

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

    def page_tags(self, login: str) -> tuple[str, ...]:
        """Return the tags of the addresses at which the tool pages a person or a team; empty for mentions alone."""
        found = (each.notify for name, each in self.people.items() if name.casefold() == login.casefold())
        return next(found, ())

    @cached_property
    def personal_tags(self) -> tuple[str, ...]:
        """The tags of people's own addresses, which get nothing that is sent to everybody."""
        named = {tag for rule in self.notifications for tag in rule.to}
        tags = (tag for each in self.people.values() for tag in each.notify)
        return tuple(tag for tag in dict.fromkeys(tags) if tag not in named)

    def announcement(self, name: str) -> Announcement | None:
        """Find an announcement by its name, ignoring case."""
        return next((each for each in self.announcements if each.name.casefold() == name.casefold()), None)

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


@cache
def spellings(label: str) -> frozenset[str]:
    """Return what people may type for a severity.

    `SEV-1`, `sev1`; `P1` or `Critical` for "P1 - Critical"; `Severity 1` for "Severity 1: Critical".
    """
    whole = label.casefold()
    number = re.findall("[0-9]+", whole)[:1]
    parts = (whole, whole.split(" ")[0].rstrip(":"), *re.split(r"\s*:\s+|\s+[-–—]\s+", whole), *number)
    return frozenset(spelt for part in parts for spelt in (part, re.sub(r"[\s-]", "", part)))
