"""The checkup: ask GitHub for all that the doctor looks at. It only reads, and what it may not ask it notes as such."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from github import BadCredentialsException, GithubException

from incident_actions.contract import events
from incident_actions.contract.questions import FactsOf
from incident_actions.contract.repository_facts import (
    AccountState,
    ActionsPermissions,
    AddressProbe,
    LatestRun,
    MissingFact,
    Policy,
    RateLimit,
    RepositoryFacts,
    RepositorySettings,
    SelfHostedRunner,
    TokenPermissions,
    Workflow,
)
from incident_actions.doctor.checks.configuration import FORM_FILE
from incident_actions.doctor.tool_workflows import adopted_workflows, tool_path
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection, refused, rows, said
from incident_actions.gateway.client.retry import limited
from incident_actions.gateway.issues import listing
from incident_actions.gateway.issues.reader import Reader, text_of
from incident_actions.gateway.notify import addresses
from incident_actions.gateway.notify.dispatcher import ANSWERS_WITHIN, MOST, told_by
from incident_actions.gateway.repository import branch_rules, policies, setup_facts, templates, tool_files
from incident_actions.model.incident.entry import Entry
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.setup import lockfile
from incident_actions.setup.workflows import FOLDER, NAMES

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
ANY = "any token"
BY_HAND = "a look by hand, since no more are asked for at once"
"""Which permission each question takes.

https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
"""

MOST_FILES = 20
"""Workflows of the repository that are read where the tool's own names are not all there."""

MOST_OPEN = 10
"""Open incidents whose record is read for a near timer."""

MOST_PEOPLE = 50
"""Accounts and teams that are asked for, each by a request or two."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the doctor in its environment: the two secrets, and whether it is a run of a workflow."""

    notify_urls: str = ""
    key: bytes = b""
    running: bool = False


def examine_from_run(connection: Connection, notify_urls: str, key: bytes, question: FactsOf) -> RepositoryFacts:
    """Look at a repository from within a run, for `/selftest`.

    The look may give up waiting for GitHub; the run itself goes on, since it still has its answer to give.
    """
    patience, connection.patience = connection.patience, copy(connection.patience)
    try:
        return Checkup(connection, Beside(notify_urls, key, running=True)).facts(question)
    finally:
        connection.patience = patience


class Checkup:
    """One look at how a repository is set up. Raises GithubException and requests' errors where it cannot begin."""

    def __init__(self, connection: Connection, beside: Beside) -> None:
        self._connection = connection
        self._beside = beside
        given = connection.get("")
        host = urlsplit(connection.api_url).hostname or ""
        self.place = RepositorySettings(
            name=str(given["full_name"]),
            page=str(given["html_url"]),
            branch=str(given["default_branch"]),
            issues=bool(given.get("has_issues", True)),
            archived=bool(given.get("archived")),
            hosted=host == "api.github.com" or host.endswith(".ghe.com"),
            visibility=setup_facts.visibility(given),
            forks=not given.get("private") or bool(given.get("allow_forking")),
        )
        self.files = self._told(CONTENTS, lambda: dict(self._files()))

    @property
    def configuration(self) -> str:
        """The text of the configuration; empty where there is none, or none is shown."""
        return "" if isinstance(self.files, MissingFact) else self.files.get(CONFIGURATION, "")

    def facts(self, wanted: FactsOf) -> RepositoryFacts:
        """Ask for everything; whatever cannot be asked is noted, and the rest is asked all the same."""
        told, connection, place = self._told, self._connection, self.place
        found = (
            {}
            if isinstance(self.files, MissingFact)
            else {name: each.path for name, each in adopted_workflows(self.files).items()}
        )
        awake = told(ACTIONS, lambda: self._awake(found.get("clock", tool_path("clock"))))
        return RepositoryFacts(
            at=wanted.at,
            repository=place,
            tool={tool_path(name): tool_files.own(tool_path(name)) for name in NAMES},
            files=self.files,
            mistakes=self._mistakes(),
            labels=told(ISSUES, lambda: frozenset(str(each["name"]) for each in self._listed("labels"))),
            allowed=told(ADMINISTRATION, self._allowed),
            rights=told(ADMINISTRATION, self._rights),
            workflows=told(ACTIONS, self._workflows),
            last_sweep=told(ACTIONS, lambda: self._swept(found.get("sweep", tool_path("sweep")))),
            active_clocks=awake,
            queued_runs=told(ACTIONS, lambda: self._runs("actions/runs", status="queued")),
            open_records=told(
                ISSUES, lambda: {} if awake or not place.issues else dict(self._open(wanted.label, wanted.bot))
            ),
            accounts=self._each(wanted.people, ISSUES, self._standing),
            teams=self._each(wanted.teams, MEMBERS, self._is_team),
            rules=told(METADATA, lambda: branch_rules.tools(connection)),
            required=told(CONTENTS, lambda: branch_rules.required(connection, place.branch)),
            features=told(ISSUES, self._features),
            rate_limit=told(ANY, self._quota),
            secrets=MissingFact(0, SECRETS) if self._beside.running else told(SECRETS, self._secrets),
            runner=told(VARIABLES, self._runner),
            policies=told(ADMINISTRATION, self._policies),
            runners=told(ADMINISTRATION, self._self_hosted),
            tools=self._tools(),
            addresses=self._addresses(),
            key_length=len(self._beside.key) if self._beside.key else None,
            running=self._beside.running,
        )

    def _told(self, needs: str, ask: Callable[[], T]) -> T | MissingFact:
        try:
            return ask()
        except BadCredentialsException:
            raise
        except GithubException as error:
            log.debug("not told: %s", error)
            return MissingFact(429 if limited(error) else error.status, needs)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            # One answer that does not come, or is none, was waited for long enough; the others are asked once.
            log.debug("not told: %r", error)
            self._connection.patience.lose()
            return MissingFact(0, needs)

    def _each(self, names: tuple[str, ...], needs: str, ask: Callable[[str], T]) -> dict[str, T | MissingFact]:
        """Ask for each name, up to a number; those beyond it are known not to have been asked for."""
        asked = {name: self._told(needs, partial(ask, name)) for name in names[:MOST_PEOPLE]}
        return {**asked, **dict.fromkeys(names[MOST_PEOPLE:], MissingFact(0, BY_HAND))}

    def _listed(self, path: str, key: str = "", **parameters: str | int) -> Iterator[Any]:
        for page in self._connection.pages(path, **parameters):
            # Some lists come with their length.
            yield from rows(page[key] if key else page)  # type: ignore[call-overload]

    def _files(self) -> Iterator[tuple[str, str]]:
        """The configuration, the form, the lockfile, and the tool's workflows; of others as many as may call those."""
        for path in (CONFIGURATION, FORM_FILE):
            text = self._text(path)
            yield from ((path, text),) if text is not None else ()
        folder = self._or_none(f"contents/{FOLDER}", ref=self.place.branch)
        listed = [] if folder is None else rows(folder)
        named = [str(each["path"]) for each in listed]
        there = [path for path in named if path.endswith((".yml", ".yaml"))]
        canonical = [tool_path(name) for name in NAMES if tool_path(name) in there]
        others = [path for path in there if path not in canonical] if len(canonical) < len(NAMES) else []
        locks = [lockfile.PATH] if lockfile.PATH in named else []
        for path in (*locks, *canonical, *others[:MOST_FILES]):
            yield path, self._text(path) or ""

    def _text(self, path: str) -> str | None:
        given = self._or_none(f"contents/{quote(path)}", ref=self.place.branch)
        return None if given is None else text_of(given)

    def _or_none(self, path: str, **parameters: str | int) -> Any:
        try:
            return self._connection.get(path, **parameters)
        except GithubException as error:
            if refused(error, 404):
                return None
            raise

    def _mistakes(self) -> tuple[str, ...]:
        if isinstance(self.files, MissingFact) or CONFIGURATION not in self.files:
            return ()
        try:
            read_process(self.files[CONFIGURATION], templates.preset, tuple(BY_WORD))
        except InvalidConfiguration as wrong:
            return tuple(map(str, wrong.mistakes))
        return ()

    def _allowed(self) -> ActionsPermissions:
        """Ask which actions may run.

        https://docs.github.com/en/rest/actions/permissions#get-github-actions-permissions-for-a-repository
        """
        given = self._connection.get("actions/permissions")
        which = str(given.get("allowed_actions") or "all")
        chosen = self._connection.get("actions/permissions/selected-actions") if which == "selected" else {}
        return ActionsPermissions(
            enabled=bool(given["enabled"]),
            which=which,
            github_owned=bool(chosen.get("github_owned_allowed", True)),
            patterns=tuple(map(str, chosen.get("patterns_allowed") or ())),
            pinned=bool(given.get("sha_pinning_required")),
        )

    def _rights(self) -> TokenPermissions:
        """Ask what a workflow's token may do.

        https://docs.github.com/en/rest/actions/permissions#get-default-workflow-permissions-for-a-repository
        """
        given = self._connection.get("actions/permissions/workflow")
        return TokenPermissions(
            str(given["default_workflow_permissions"]), bool(given["can_approve_pull_request_reviews"])
        )

    def _workflows(self) -> tuple[Workflow, ...]:
        """Ask which workflows there are.

        https://docs.github.com/en/rest/actions/workflows#list-repository-workflows
        """
        listed = self._listed("actions/workflows", "workflows")
        return tuple(Workflow(str(e["path"]), str(e["state"]), events.read_time(e["created_at"])) for e in listed)

    def _runs(self, path: str, **parameters: str | int) -> tuple[LatestRun, ...]:
        """Ask for runs, the newest first.

        https://docs.github.com/en/rest/actions/workflow-runs
        """
        try:
            given = self._connection.get(path, **{"per_page": 30, **parameters})
        except GithubException as error:
            if refused(error, 404):  # no workflow of that name has come to the default branch
                return ()
            raise
        return tuple(
            LatestRun(
                path=str(each["path"]).partition("@")[0],
                status=str(each["status"]),
                conclusion=str(each["conclusion"] or ""),
                at=events.read_time(each["created_at"]),
                page=str(each["html_url"]),
            )
            for each in given["workflow_runs"]
        )

    def _swept(self, path: str) -> LatestRun | None:
        found = self._runs(f"actions/workflows/{_file(path)}/runs", event="schedule", per_page=1)
        return found[0] if found else None

    def _awake(self, path: str) -> tuple[LatestRun, ...]:
        return tuple(each for each in self._runs(f"actions/workflows/{_file(path)}/runs") if each.status != "completed")

    def _open(self, label: str, bot: str) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """The records of open incidents, those that changed last first."""
        writer = Person(bot) if bot else ACTIONS_BOT
        reader = Reader(self._connection, writer, self.place.branch, "", self._beside.key)
        issues = next(listing.labelled(self._connection, label, state="open", sort="updated"), [])
        for issue in issues[:MOST_OPEN]:
            yield issue.number, reader.record(issue.number)

    def _standing(self, login: str) -> AccountState:
        """Ask whether somebody can be assigned, and if not, whether there is such an account.

        https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned
        """
        try:
            self._connection.get(f"assignees/{quote(login, safe='')}")
        except GithubException as error:
            if not refused(error, 404):
                raise
        else:
            return "assignable"
        return "nobody" if self._or_none(f"/users/{quote(login, safe='')}") is None else "outsider"

    def _is_team(self, team: str) -> bool:
        """Whether a team is there; 404 is also what a token gets that may look at no team at all.

        https://docs.github.com/en/rest/teams/teams#get-a-team-by-name
        """
        organization, _, slug = team.partition("/")
        teams = f"/orgs/{quote(organization, safe='')}/teams"
        if self._or_none(f"{teams}/{quote(slug, safe='')}") is not None:
            return True
        self._connection.get(teams, per_page=1)
        return False

    def _features(self) -> dict[str, bool | None]:
        """What the server offers, tried on the newest comment and the newest issue. GitHub's own has all of it."""
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
        """https://docs.github.com/en/rest/rate-limit/rate-limit, which a server without limits has not."""
        try:
            core = self._connection.get("/rate_limit")["resources"]["core"]
        except GithubException as error:
            if refused(error, 404) and "not enabled" in said(error):
                return None
            raise
        return RateLimit(int(core["limit"]), int(core["remaining"]), datetime.fromtimestamp(int(core["reset"]), UTC))

    def _secrets(self) -> frozenset[str]:
        """The names of the secrets that workflows get; a run, which sees its own, may not ask.

        https://docs.github.com/en/rest/actions/secrets#list-repository-secrets
        """
        paths = ("actions/secrets", "actions/organization-secrets")
        return frozenset(str(each["name"]) for path in paths for each in self._listed(path, "secrets"))

    def _runner(self) -> str:
        """What the variable says; a run, which got its runner already, may not ask."""
        return "" if self._beside.running else setup_facts.runner(self._connection)

    def _policies(self) -> tuple[Policy, ...]:
        """Ask which policies of Actions are enforced; a list may leave their rules out.

        https://docs.github.com/en/rest/actions/policies#list-repository-actions-policies, which servers may lack.
        """
        given = self._or_none("actions/policies", per_page=100)
        listed = [] if given is None else rows(given["policies"])
        active = [each for each in listed if each["enforcement"] == "active"]
        return tuple(
            policies.read(each if "rules" in each else self._connection.get(f"actions/policies/{each['id']}"))
            for each in active
        )

    def _self_hosted(self) -> tuple[SelfHostedRunner, ...]:
        """Ask for the repository's own runners; those of its organization are not among them.

        https://docs.github.com/en/rest/actions/self-hosted-runners#list-self-hosted-runners-for-a-repository
        """
        return tuple(
            SelfHostedRunner(
                name=str(each["name"]),
                labels=frozenset(str(label["name"]).casefold() for label in each["labels"]),
                version=str(each.get("version") or ""),
            )
            for each in self._listed("actions/runners", "runners")
        )

    def _tools(self) -> dict[str, str | MissingFact]:
        """Who sees each repository that a workflow takes the tool from."""
        files = {} if isinstance(self.files, MissingFact) else self.files
        others = {each.tool for each in adopted_workflows(files).values()} - {"", self.place.name}
        return self._each(tuple(sorted(others)), METADATA, self._visibility)

    def _visibility(self, name: str) -> str:
        given = setup_facts.shown(self._connection, name)
        return "" if given is None else setup_facts.visibility(given)

    def _addresses(self) -> tuple[AddressProbe, ...] | None:
        if not self._beside.notify_urls.strip():
            return None
        found = addresses.addresses(self._beside.notify_urls)
        given = {"answers_within": ANSWERS_WITHIN, "addresses": [(each.line, each.url) for each in found]}
        try:
            told = {line: (service, how) for line, service, how in told_by("probe.py", given, MOST)}
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            log.warning("the addresses could not be tried: %s", type(error).__name__)
            told = {}
        return tuple(AddressProbe(each.line, each.tags, *told.get(each.line, ("", "untried"))) for each in found)


def _file(path: str) -> str:
    return quote(path.rpartition("/")[2], safe="")
