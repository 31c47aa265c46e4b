"""A team at work on a sandbox: what people do in GitHub, and what they then see there."""

from __future__ import annotations

import base64
import logging
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from incident_actions.cli.check import check
from incident_actions.cli.main import cli
from incident_actions.cli.site import SiteRequest, build_site
from incident_actions.contract.effects import COMMENT_MARK
from incident_actions.contract.labels import label_meanings
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.configuration import process_from_text
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import level_of
from incident_actions.postmortem.index import is_postmortem
from incident_actions.runs.clock import run_clock
from incident_actions.runs.follow_event import follow_event
from incident_actions.runs.judge_pulls import judge_pulls
from incident_actions.runs.respond import respond
from incident_actions.runs.sweep import run_sweep
from incident_actions.sandbox import FinishedJob, Job, Sandbox
from incident_actions.sandbox.changes import labels
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.text import record
from tests.sandbox.client import Client
from tests.worlds import PROCESS

FORM = """### What is broken?

{summary}

### Who is affected, and how?

{impact}

### Severity

{severity}

### Affected services

{services}

### How was it noticed?

Alert

### When did it start? (UTC)

{started}
"""


BEGINNING = COMMENT_MARK.format(key="declared").removesuffix(" -->")


def in_process(job: Job) -> int:
    """Run a job in this process, through the same function as the command line."""
    log = logging.FileHandler(job.log)
    logging.getLogger("incident_actions").addHandler(log)
    logging.getLogger("incident_actions").setLevel(logging.INFO)
    act = {
        "run": respond,
        "sweep": run_sweep,
        "check": check,
        "clock": run_clock,
        "freeze": judge_pulls,
        "site": _build_site,
        "events": follow_event,
    }[job.command[0]]
    # The workflow of a freeze checks out nothing, so its command finds an empty folder.
    folder = job.directory / "temp" if job.command == ["freeze"] else job.workspace
    environment = {**job.environment, "GITHUB_WORKSPACE": str(folder)}
    try:
        return act(environment, datetime.fromisoformat(environment["INCIDENT_ACTIONS_NOW"]))
    except UserError:
        return 2
    except Exception:
        logging.getLogger("incident_actions").exception("the run failed")
        return 1
    finally:
        logging.getLogger("incident_actions").removeHandler(log)
        log.close()


def _build_site(environment: Mapping[str, str], now: datetime) -> int:
    asked = SiteRequest(
        Path(environment["GITHUB_WORKSPACE"]) / "_site",
        url=environment["INCIDENT_SITE_URL"],
        keep=bool(environment["INCIDENT_SITE_KEEP"]),
    )
    return build_site(environment, now, dry_run=False, asked=asked)


def by_command_line(job: Job) -> int:
    """Run a job in this process, through the command line itself: with what it prints, and its exit code."""
    variables = {**job.environment, "GITHUB_WORKSPACE": str(job.workspace)}
    ended = CliRunner().invoke(cli, job.command, env=variables)
    logging.getLogger().handlers.clear()
    job.log.write_text(ended.output)
    return ended.exit_code


def type_commands(sandbox: Sandbox, login: str, said: str, place: Path) -> None:
    """Type the commands that a reply shows into a shell, as somebody whom git asks for a password."""
    found = re.search(r"```\n(.*?)\n```", said, re.DOTALL)
    assert found, said
    asks = place / "asks"
    asks.write_text(f"#!/bin/sh\necho {sandbox.token(login)}\n")
    asks.chmod(0o700)
    who = {f"GIT_{role}_{what}": login for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    ours = os.environ | who | {"GIT_ASKPASS": str(asks), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    ended = subprocess.run(
        ["/bin/sh", "-ec", found[1]], cwd=place, env=ours, check=False, capture_output=True, text=True
    )
    assert not ended.returncode, ended.stderr


READY = (
    "mutation M($input: MarkPullRequestReadyForReviewInput!)"
    " { markPullRequestReadyForReview(input: $input) { clientMutationId } }"
)


@dataclass
class Team:
    """The people of acme/shop."""

    sandbox: Sandbox
    clients: dict[str, Client] = field(default_factory=dict)
    jobs: list[FinishedJob] = field(default_factory=list)

    def as_(self, login: str) -> Client:
        """Somebody with a token."""
        return self.clients.setdefault(login, Client(self.sandbox, self.sandbox.token(login)))

    def settle(self) -> None:
        """Wait until every job that was started has ended, and has ended well; a check may find something to fix."""
        self.jobs = self.sandbox.settle()
        found = [job for job in self.jobs if job.outputs.get("outcome") == "to-fix"]
        broken = [job.output for job in self.jobs if job.exit_code and job not in found]
        assert not broken, "\n".join(broken)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.sandbox.clock.advance(timedelta(**span))

    def passes(self, **span: float) -> None:
        """Let time pass as it does: the clock workflow wakes up whenever it has to."""
        self.jobs = self.sandbox.let_pass(timedelta(**span))
        broken = [job.output for job in self.jobs if job.exit_code]
        assert not broken, "\n".join(broken)

    def file(self, login: str, title: str, **answers: str) -> int:
        """File the incident form."""
        blank = dict.fromkeys(("summary", "impact", "severity", "services", "started"), "_No response_")
        body = FORM.format(**{**blank, **answers})
        issue = self.as_(login).json("POST", "issues", {"title": title, "body": body, "labels": ["incident"]})
        self.settle()
        return int(issue["number"])

    def open(self, login: str, title: str, **more: Any) -> int:
        """Open an ordinary issue."""
        number = int(self.as_(login).issue(title, **more)["number"])
        self.settle()
        return number

    def say(self, login: str, issue: int, text: str) -> list[str]:
        """Comment, and hear what the tool replies."""
        heard = len(self.replies(issue))
        self.as_(login).json("POST", f"issues/{issue}/comments", {"body": text})
        self.settle()
        return self.replies(issue)[heard:]

    def comments(self, issue: int) -> list[dict[str, Any]]:
        """All comments of an issue."""
        return list(self.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100}))

    def replies(self, issue: int) -> list[str]:
        """What the tool said since it was declared: less the card, and the words with which every incident begins."""
        return [body.partition("\n")[2] for body in self._said(issue) if not body.startswith(BEGINNING)]

    def beginning(self, issue: int) -> list[str]:
        """The words with which an incident began; there must never be two."""
        return [body.partition("\n")[2] for body in self._said(issue) if body.startswith(BEGINNING)]

    def _said(self, issue: int) -> list[str]:
        ours = [each["body"] for each in self.comments(issue) if each["user"]["type"] == "Bot"]
        return [body for body in ours if not body.startswith("<!-- incident-actions:card")]

    def cards(self, issue: int) -> list[str]:
        """The cards of an issue; there must never be two."""
        return [each["body"] for each in self.comments(issue) if each["body"].startswith("<!-- incident-actions:card")]

    def card(self, issue: int) -> str:
        """The part of the card that people see."""
        (card,) = self.cards(issue)
        seen = record.visible_text(card).partition("\n")[2]
        assert "{{" not in seen, "a template shows through"
        return seen

    def make_labels(self) -> None:
        """Make the labels of the default process, as `init` does."""
        (repository, *_) = self.sandbox.host.world.repositories.values()
        acting = ActingAccount(self.sandbox.host, repository, "ada")
        for name, (colour, meaning) in label_meanings(PROCESS).items():
            with self.sandbox.host.lock:
                labels.create(acting, name, colour, meaning)
        self.sandbox.host.clock.tick()

    def headline(self, issue: int) -> str:
        """The first line of the card, without how long the incident has run or lasted."""
        first = self.card(issue).partition("\n")[0].removeprefix("## ")
        return re.sub(r" · (?:lasted )?[0-9]+ (?:d|h|min)\b[^·]*$", "", first)

    def row(self, issue: int, name: str) -> str:
        """One row of the card's table; empty where there is none."""
        found = re.search(rf"^\| (?:\*\*)?{re.escape(name)}(?:\*\*)? \| (.*) \|$", self.card(issue), re.MULTILINE)
        return found[1] if found else ""

    def timeline(self, issue: int) -> list[str]:
        """The timeline's lines, the oldest first, without links and each with its whole time."""
        _, table, lines = self.card(issue).partition("\n### Timeline\n")
        assert table
        _, day = re.findall(r"^(Started )?([0-9]{4}-[0-9]{2}-[0-9]{2}) ", self.card(issue), re.MULTILINE)[0]
        told = []
        for line in re.findall(r"^- (.*)$", lines, re.MULTILINE):
            at, _, words = re.sub(r"^\[(.*?)\]\(.*?\)", r"\1", line).partition(" · ")
            day, _, clock = at.rpartition(" ") if " " in at else (day, "", at)
            told.append(f"{day} {clock} UTC · {words}")
        return told[::-1]

    def shows(self, issue: int) -> dict[str, Any]:
        """What the issue shows: state, labels, assignees."""
        given = self.as_("ada").json("GET", f"issues/{issue}")
        return {
            "state": given["state"],
            "labels": sorted(label["name"] for label in given["labels"]),
            "assignees": [person["login"] for person in given["assignees"]],
        }

    def reactions(self, issue: int) -> list[str]:
        """The reactions on people's comments, in order."""
        people = [each for each in self.comments(issue) if each["user"]["type"] != "Bot"]
        return [
            ",".join(name for name, count in each["reactions"].items() if count and name not in ("url", "total_count"))
            for each in people
        ]

    def text(self, path: str, ref: str = "main") -> str:
        """A file of the repository."""
        headers = {"Accept": "application/vnd.github.raw+json"}
        answer = self.as_("ada")("GET", f"contents/{path}", params={"ref": ref}, headers=headers)
        assert answer.ok, answer.text
        return answer.text

    def write(self, login: str, path: str, branch: str, text: str) -> None:
        """Change a file on a branch."""
        sha = self.as_(login).json("GET", f"contents/{path}", params={"ref": branch})["sha"]
        content = base64.b64encode(text.encode()).decode()
        body = {"message": f"Edit {path}", "content": content, "branch": branch, "sha": sha}
        self.as_(login).json("PUT", f"contents/{path}", body)
        self.settle()

    def move(self, login: str, path: str, to: str, branch: str, text: str) -> None:
        """Give a file on a branch another name and text."""
        sha = self.as_(login).json("GET", f"contents/{path}", params={"ref": branch})["sha"]
        content = base64.b64encode(text.encode()).decode()
        body = {"message": f"Move {path}", "branch": branch}
        self.as_(login).json("PUT", f"contents/{to}", {**body, "content": content})
        self.as_(login).json("DELETE", f"contents/{path}", {**body, "sha": sha})
        self.settle()

    def checks(self) -> list[tuple[int, str]]:
        """What the checks of the last step came to: exit code and summary."""
        return [(job.exit_code, job.summary) for job in self.jobs if job.job.command == ["check"]]

    def merge(self, login: str, pull: int, *, as_it_is: bool = False) -> None:
        """Make a pull request ready where it is a draft, and merge it, once people have written what it lacks."""
        self.make_ready(login, pull)
        if not as_it_is:
            self.write_postmortem(login, pull)
        self.as_(login).json("PUT", f"pulls/{pull}/merge", {})
        self.settle()

    def write_postmortem(self, login: str, pull: int) -> None:
        """Write what the post-mortem of a pull request lacks, if it is one."""
        branch = self.as_(login).json("GET", f"pulls/{pull}")["head"]["ref"]
        files = (each["filename"] for each in self.as_(login).json("GET", f"pulls/{pull}/files"))
        for path in filter(is_postmortem, files):
            process, text = process_from_text(self.text(CONFIGURATION))[0], self.text(path, branch)
            if any(level_of(each, process) == "error" for each in findings(text, process)):
                self.write(login, path, branch, fill_in(text, process, ()))

    def make_ready(self, login: str, pull: int) -> None:
        """Mark a pull request as ready where it is a draft."""
        shown = self.as_(login).json("GET", f"pulls/{pull}")
        if shown["draft"]:
            asked = {"query": READY, "variables": {"input": {"pullRequestId": shown["node_id"]}}}
            self.as_(login).json("POST", "/graphql", asked)

    def set(self, login: str, path: str, **values: Any) -> Any:
        """Change something in GitHub's own pages."""
        given = self.as_(login).json("PATCH", path, values)
        self.settle()
        return given

    def sweep(self) -> None:
        """Let the cron come."""
        self.sandbox.schedule("sweep.yml")
        self.settle()

    def items(self) -> list[dict[str, Any]]:
        """The action items' issues, oldest first."""
        found = self.as_("ada").json(
            "GET", "issues", params={"labels": "action-item", "state": "all", "direction": "asc"}
        )
        return list(found)
