"""Read every fact that the doctor checks from GitHub; note those that GitHub does not show."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from incident_actions.contract.questions import FactsOf
from incident_actions.contract.repository_facts import (
    AccountState,
    AddressProbe,
    MissingFact,
    PrivateRepository,
    RateLimit,
    RepositoryFacts,
    RepositorySettings,
)
from incident_actions.doctor.checks.configuration import FORM_FILE
from incident_actions.doctor.tool_workflows import adopted_workflows, tool_path
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal, require_list
from incident_actions.gateway.client.file_content import decode_file
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.client.retry import is_rate_limited
from incident_actions.gateway.issues import listing
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.local.git_remote import LOOPBACK
from incident_actions.gateway.notify import addresses
from incident_actions.gateway.notify.dispatcher import ADDRESS_TIMEOUT, NOTIFICATION_TIMEOUT, run_script
from incident_actions.gateway.repository import (
    actions_facts,
    branch_rules,
    repository_settings,
    templates,
    tool_files,
)
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry import Entry
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.setup import lockfile
from incident_actions.setup.workflows import FOLDER, NAMES, OPTIONAL

T = TypeVar("T")
log = logging.getLogger(__name__)

ADMINISTRATION = "the repository permission Administration (read)"
ACTIONS = "the repository permission Actions (read)"
CONTENTS = "the repository permission Contents (read)"
ISSUES = "the repository permission Issues (read)"
METADATA = "the repository permission Metadata (read)"
SECRETS = "the repository permission Secrets (read)"
VARIABLES = "the repository permission Variables (read)"
MEMBERS = "the organization permission Members (read)"
NO_PERMISSION = "any token"
"""The permission that each question needs.

https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
"""

MAX_WORKFLOWS = 20
"""Workflows that are read if the tool's own file names are not all present."""

MAX_INCIDENTS = 10
"""Open incidents whose record is read to see if a timer is near."""

MAX_ACCOUNTS = 50
"""Accounts, and teams, that are asked for; each takes a request or two."""

MANUAL_CHECK = f"a manual check, because the doctor checks only {MAX_ACCOUNTS} at a time"


@dataclass(frozen=True)
class DoctorEnvironment:
    """What the doctor knows from its environment."""

    notify_urls: str = ""
    signing_key: bytes = b""
    in_workflow: bool = False
    """Whether the doctor runs in a workflow, as `/selftest` does."""
    private: Connection | None = None
    """The connection to the repository of private incidents, if it has a token of its own."""


def read_facts_from_run(
    connection: Connection, notify_urls: str, key: bytes, question: FactsOf, elsewhere: OtherRepositories
) -> RepositoryFacts:
    """Read a repository's facts from within a run, for `/selftest`; `elsewhere` has the token for other repositories.

    Reading may stop waiting for GitHub. The run itself continues to wait, because it still has to post its answer.
    """
    patience, connection.retry_policy = connection.retry_policy, copy(connection.retry_policy)
    try:
        there = elsewhere.connection(question.private) if question.private else None
        environment = DoctorEnvironment(notify_urls, key, in_workflow=True, private=there)
        return FactsReader(connection, environment).read_facts(question)
    finally:
        connection.retry_policy = patience


class FactsReader:
    """Reads how a repository is set up. Raises GithubError and Unreachable if it cannot begin."""

    def __init__(self, connection: Connection, environment: DoctorEnvironment) -> None:
        self._connection = connection
        self._environment = environment
        given = connection.get("")
        host = urlsplit(connection.api_url).hostname or ""
        self.place = RepositorySettings(
            name=str(given["full_name"]),
            page=str(given["html_url"]),
            branch=str(given["default_branch"]),
            issues=bool(given.get("has_issues", True)),
            archived=bool(given.get("archived")),
            hosted=host == "api.github.com" or host.endswith(".ghe.com"),
            local=host in LOOPBACK and not connection.is_enterprise,
            visibility=repository_settings.visibility(given),
            forks=not given.get("private") or bool(given.get("allow_forking")),
        )
        self.files = self._told(CONTENTS, lambda: dict(self._files()))

    @property
    def configuration(self) -> str:
        """The text of the configuration; empty if there is none or GitHub does not show it."""
        return "" if isinstance(self.files, MissingFact) else self.files.get(CONFIGURATION, "")

    def read_facts(self, wanted: FactsOf) -> RepositoryFacts:
        """Read all facts; those that cannot be read are noted as such."""
        note, connection, place, running = self._told, self._connection, self.place, self._environment.in_workflow
        adopted = {} if isinstance(self.files, MissingFact) else adopted_workflows(self.files)
        paths = {name: adopted[name].path if name in adopted else tool_path(name) for name in ("clock", "sweep")}
        awake = note(ACTIONS, partial(actions_facts.unfinished_runs, connection, paths["clock"]))
        return RepositoryFacts(
            at=wanted.at,
            repository=place,
            tool={tool_path(name): tool_files.read_tool_file(tool_path(name)) for name in (*NAMES, *OPTIONAL)},
            files=self.files,
            mistakes=self._mistakes(),
            labels=note(ISSUES, lambda: frozenset(str(each["name"]) for each in connection.list_items("labels"))),
            allowed=note(ADMINISTRATION, partial(actions_facts.allowed_actions, connection)),
            rights=note(ADMINISTRATION, partial(actions_facts.token_rights, connection)),
            workflows=note(ACTIONS, partial(actions_facts.workflows, connection)),
            last_sweep=note(ACTIONS, partial(actions_facts.newest_scheduled_run, connection, paths["sweep"])),
            active_clocks=awake,
            queued_runs=note(ACTIONS, partial(actions_facts.queued_runs, connection)),
            open_records=note(
                ISSUES, lambda: {} if awake or not place.issues else dict(self._open(wanted.label, wanted.bot))
            ),
            accounts=self._each(wanted.people, ISSUES, self._standing),
            teams=self._each(wanted.teams, MEMBERS, self._is_team),
            rules=note(METADATA, partial(branch_rules.tool_branch_rules, connection)),
            required=note(CONTENTS, partial(branch_rules.required_checks, connection, place.branch)),
            features=note(ISSUES, self._features),
            rate_limit=note(NO_PERMISSION, self._quota),
            secrets=MissingFact(0, SECRETS)
            if running
            else note(SECRETS, partial(actions_facts.secret_names, connection)),
            runner=note(VARIABLES, self._runner),
            policies=note(ADMINISTRATION, partial(actions_facts.active_policies, connection)),
            runners=note(ADMINISTRATION, partial(actions_facts.self_hosted_runners, connection)),
            tools=self._tools(),
            private=note(METADATA, partial(self._private, wanted.private)) if wanted.private else None,
            addresses=self._addresses(),
            key_length=len(self._environment.signing_key) if self._environment.signing_key else None,
            running=running,
        )

    def _told(self, needs: str, ask: Callable[[], T]) -> T | MissingFact:
        try:
            return ask()
        except GithubError as error:
            if error.is_bad_token:
                raise
            log.debug("fact not returned: %s", error)
            return MissingFact(429 if is_rate_limited(error) else error.status, needs)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            # Waiting for one answer that does not arrive is enough; the other questions are asked once.
            log.debug("fact not returned: %r", error)
            self._connection.retry_policy.stop_waiting()
            return MissingFact(0, needs)

    def _each(self, names: tuple[str, ...], needs: str, ask: Callable[[str], T]) -> dict[str, T | MissingFact]:
        """Ask for each name, up to a limit; those beyond it are noted as not asked."""
        asked = {name: self._told(needs, partial(ask, name)) for name in names[:MAX_ACCOUNTS]}
        return {**asked, **dict.fromkeys(names[MAX_ACCOUNTS:], MissingFact(0, MANUAL_CHECK))}

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield configuration, form, lockfile, the tool's workflows, and others that may call those, up to a limit."""
        for path in (CONFIGURATION, FORM_FILE):
            text = self._text(path)
            yield from ((path, text),) if text is not None else ()
        folder = self._or_none(f"contents/{FOLDER}", ref=self.place.branch)
        listed = [] if folder is None else require_list(folder)
        named = [str(each["path"]) for each in listed]
        there = [path for path in named if path.endswith((".yml", ".yaml"))]
        canonical = [tool_path(name) for name in (*NAMES, *OPTIONAL) if tool_path(name) in there]
        others = [path for path in there if path not in canonical] if len(canonical) < len(NAMES) else []
        locks = [lockfile.PATH] if lockfile.PATH in named else []
        for path in (*locks, *canonical, *others[:MAX_WORKFLOWS]):
            yield path, self._text(path) or ""

    def _text(self, path: str) -> str | None:
        given = self._or_none(f"contents/{quote(path)}", ref=self.place.branch)
        return None if given is None else decode_file(given)

    def _or_none(self, path: str, **parameters: str | int) -> Any:
        try:
            return self._connection.get(path, **parameters)
        except GithubError as error:
            if is_refusal(error, 404):
                return None
            raise

    def _mistakes(self) -> tuple[str, ...]:
        if isinstance(self.files, MissingFact) or CONFIGURATION not in self.files:
            return ()
        try:
            read_process(self.files[CONFIGURATION], templates.load_preset, tuple(BY_WORD))
        except InvalidConfiguration as wrong:
            return tuple(map(str, wrong.mistakes))
        return ()

    def _open(self, label: str, bot: str) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """Yield the records of open incidents, the last changed first."""
        writer = Person(bot) if bot else ACTIONS_BOT
        reader = IssueReader(self._connection, writer, self.place.branch, "", self._environment.signing_key)
        issues = next(listing.issues_with_label(self._connection, label, state="open", sort="updated"), [])
        for issue in issues[:MAX_INCIDENTS]:
            yield issue.number, reader.record(issue.number)

    def _standing(self, login: str) -> AccountState:
        """Return whether somebody can be assigned, and if not, whether the account exists.

        https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned
        """
        try:
            self._connection.get(f"assignees/{quote(login, safe='')}")
        except GithubError as error:
            if not is_refusal(error, 404):
                raise
        else:
            return "assignable"
        return "nobody" if self._or_none(f"/users/{quote(login, safe='')}") is None else "outsider"

    def _is_team(self, team: str) -> bool:
        """Return whether a team exists. A token that may not see any team also gets a 404.

        https://docs.github.com/en/rest/teams/teams#get-a-team-by-name
        """
        organization, _, slug = team.partition("/")
        teams = f"/orgs/{quote(organization, safe='')}/teams"
        if self._or_none(f"{teams}/{quote(slug, safe='')}") is not None:
            return True
        self._connection.get(teams, per_page=1)
        return False

    def _features(self) -> dict[str, bool | None]:
        """Return which features the server has, tried on the newest comment and issue. GitHub's own have all."""
        if self.place.hosted or not self.place.issues:
            return {}
        comments = self._or_none("issues/comments", per_page=1, sort="created", direction="desc")
        comment = comments[0] if comments else None
        issues = self._connection.get("issues", state="all", per_page=1)
        below = f"issues/{issues[0]['number']}/sub_issues" if issues else ""
        return {
            "repository_comments": comments is not None,
            "reactions": "reactions" in comment if comment else None,
            "pins": "pin" in comment if comment else None,
            "sub_issues": self._or_none(below, per_page=1) is not None if below else None,
        }

    def _quota(self) -> RateLimit | None:
        """Return the rate limit; None if the server has none.

        https://docs.github.com/en/rest/rate-limit/rate-limit
        """
        try:
            core = self._connection.get("/rate_limit")["resources"]["core"]
        except GithubError as error:
            if is_refusal(error, 404) and "not enabled" in error_text(error):
                return None
            raise
        return RateLimit(int(core["limit"]), int(core["remaining"]), datetime.fromtimestamp(int(core["reset"]), UTC))

    def _runner(self) -> str:
        """Return the variable INCIDENT_RUNNER; empty in a run, which has its runner already and may not ask."""
        return "" if self._environment.in_workflow else repository_settings.runner_label(self._connection)

    def _tools(self) -> dict[str, str | MissingFact]:
        """Return the visibility of each repository that a workflow takes the tool from."""
        files = {} if isinstance(self.files, MissingFact) else self.files
        others = {each.tool for each in adopted_workflows(files).values()} - {"", self.place.name}
        return self._each(tuple(sorted(others)), METADATA, self._visibility)

    def _visibility(self, name: str) -> str:
        given = repository_settings.find_repository(self._connection, name)
        return "" if given is None else repository_settings.visibility(given)

    def _private(self, name: str) -> PrivateRepository:
        """Return the repository of private incidents. Labels on a new issue need the permission to push.

        https://docs.github.com/en/rest/issues/issues#create-an-issue
        """
        given = repository_settings.find_repository(self._environment.private or self._connection, name)
        if given is None:
            return PrivateRepository("")
        shown = given.get("permissions") or {}
        return PrivateRepository(
            visibility=repository_settings.visibility(given),
            page=str(given["html_url"]),
            takes_issues=bool(given.get("has_issues", True)) and not given.get("archived"),
            may_write=bool(shown.get("push")) if shown.get("pull") else None,
        )

    def _addresses(self) -> tuple[AddressProbe, ...] | None:
        if not self._environment.notify_urls.strip():
            return None
        found = addresses.parse_addresses(self._environment.notify_urls)
        given = {"answers_within": ADDRESS_TIMEOUT, "addresses": [(each.line, each.url) for each in found]}
        try:
            results = {
                line: (service, how) for line, service, how in run_script("probe.py", given, NOTIFICATION_TIMEOUT)
            }
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            log.warning("Could not check the notification addresses: %s", type(error).__name__)
            results = {}
        return tuple(AddressProbe(each.line, each.tags, *results.get(each.line, ("", "untried"))) for each in found)
