"""What one run has: its environment, connections, the team's process, and what it has read and written so far."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from incident_actions.contract.decision import Context, HistoryCache
from incident_actions.contract.issue import Issue
from incident_actions.contract.link_news import PublishedRelease
from incident_actions.contract.questions import FactsOf
from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.app_token import with_app_token
from incident_actions.gateway.client.budget import Budget
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import who_am_i
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.client.retry import RetryPolicy
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.gateway.notify.addresses import Address, parse_addresses
from incident_actions.gateway.repository import configuration, older_form_labels, templates
from incident_actions.gateway.repository.repository_settings import default_branch
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.person import Person
from incident_actions.text import issue_form
from incident_actions.timers.clock_watch import Outlook

if TYPE_CHECKING:
    from incident_actions.gateway.issues.recent_pulls import RecentPulls
    from incident_actions.runs.merged_files import MergedFiles  # a sweep alone reads them


class RunContext:
    """Everything that a run needs, created once it is known that there is something to do.

    `connection` is the run's own if something was read already.
    """

    def __init__(
        self, here: RunEnvironment, now: datetime, *, dry_run: bool, connection: Connection | None = None
    ) -> None:
        self.connection = connection or Connection(here.token, here.repository, here.api_url)
        self.process, self.config_problem = configuration.load_process(here.workspace, self.connection)
        if here.app_key:
            here = self._as_app(here)
        self.here, self.now, self.dry_run = here, now, dry_run
        self.wording = templates.load_wording(here.workspace)
        self.other_repositories = OtherRepositories(self.connection, here.services_token or here.token)
        bot = self._with_former(who_am_i(self.connection, here.token, self.process.bot, here.app_slug))
        branch = here.default_branch or default_branch(self.connection)
        self.reader = IssueReader(self.connection, bot, branch, here.server, here.signing_key)
        self.answer_finder = AnswerFinder(self.connection, self.reader, self.other_repositories, self._examine)
        self.writer = self._make_writer()
        self.cache = HistoryCache()
        self.budget = Budget()
        self.timers_before: dict[int, Outlook | None] = {}
        """What the timers of each incident were when the run came to it; None where its record must be rebuilt."""
        self.snapshots_after: dict[int, Snapshot] = {}
        """The latest look at each incident that the run has answered."""
        self.snapshots_before: dict[int, Snapshot] = {}
        """What the first decision about each of them was based on; kept only where there is an overview."""
        self.recent_pulls: RecentPulls | None = None
        """The pull requests that a sweep found updated lately; None if it had no reason to list them."""
        self.listed_incidents: list[Issue] = []
        """The incidents that a sweep has listed."""
        self.open_items: list[Issue] | None = None
        """The open action items that a sweep has listed; None where it left them to the next one."""
        self.merged_files: MergedFiles | None = None
        """The post-mortems in the checkout, which only a sweep has."""
        self.judges_pulls = False
        """Whether a freeze of merges began or ended, or the tool pushed, so that open pull requests must be judged."""
        self.builds_site = False
        """Whether something changed that the public status page shows."""
        self.release: PublishedRelease | None = None
        """The release whose publication started this run, or that a sweep found."""
        self.left = 0
        """How many issues a sweep leaves to the next one."""
        self.left_items = False
        """Whether a sweep leaves the action items to the next one without having listed them."""

    def _as_app(self, here: RunEnvironment) -> RunEnvironment:
        """Act as the App from now on. The configuration names the repositories that the App's token must reach."""
        before = self.connection
        here = with_app_token(here, before, () if here.services_token else self.process.token_repositories)
        self.connection = before.connect_to(here.token, here.repository)
        before.close()
        return here

    def _examine(self, question: FactsOf) -> RepositoryFacts:
        from incident_actions.gateway.repository.facts_reader import read_facts_from_run  # noqa: PLC0415  `/selftest` alone needs it

        here = self.here
        return read_facts_from_run(
            self.connection, here.notify_urls, here.signing_key, question, self.other_repositories
        )

    def _with_former(self, bot: Person) -> Person:
        return replace(bot, formerly=tuple(Person(login) for login in self.process.former_bots))

    def _make_writer(self) -> IssueWriter:
        """Return a writer that has written nothing yet."""
        reader = self.reader
        return IssueWriter(self.connection, reader.bot, reader.default_branch, self.addresses, self.other_repositories)

    @property
    def request_count(self) -> int:
        """Return how many requests the run has sent."""
        return self.connection.request_count + self.other_repositories.request_count

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Return the addresses that notifications go to."""
        return parse_addresses(self.here.notify_urls) if self.here.notify_urls else ()

    @cached_property
    def form_fields(self) -> tuple[issue_form.FormField, ...]:
        """Return the fields of the incident form, or of the default form for the process."""
        own = configuration.load_form_fields(self.here.workspace)
        return own or older_form_labels.process_form_fields(self.process, self.wording.render)

    def answered_fields(self, body: str) -> tuple[issue_form.FormField, ...]:
        """Return the fields that a body answers, of whichever form filed it, with the labels that they had then."""
        fields = self.form_fields
        if issue_form.answers_older_form(body, fields):
            fields = issue_form.best_form(body, (fields, *configuration.load_other_forms(self.here.workspace)))
        if not issue_form.answers_older_form(body, fields):
            return fields
        return older_form_labels.with_older_labels(body, fields, self.process, self.wording.render, self.connection)

    def decision_context(self, snapshot: Snapshot, *, makes: bool = True) -> Context:
        """Return the context of a decision about an issue."""
        return Context(snapshot, self.process, self.wording, self.now, self.cache, makes)

    def switch_account(self, bot: Person) -> None:
        """Act as another account from now on, and start again."""
        self.reader.bot = self._with_former(bot)
        self.reset(self.now)

    def reset(self, now: datetime) -> None:
        """Start again at another time: forget what was read and written, and reset the patience for retries."""
        self.now = now
        self.budget = Budget(self.request_count)
        self.writer = self._make_writer()
        self.answer_finder.forget()
        self.connection.retry_policy = RetryPolicy()
        self.timers_before.clear()
        self.snapshots_before.clear()
        self.snapshots_after.clear()

    def close(self) -> None:
        """Close all connections."""
        self.other_repositories.close()
        self.connection.close()
