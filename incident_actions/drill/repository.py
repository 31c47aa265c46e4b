"""The repository of a drill: people who act in it with their own tokens, and the facts that anyone can see there."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from github import Auth, Github
from github.Issue import Issue
from github.IssueComment import IssueComment
from github.PullRequest import PullRequest
from github.Repository import Repository
from ruamel.yaml import YAML

from incident_actions.contract import card_comment, effects
from incident_actions.model.incident.entry import Entry
from incident_actions.model.process.configuration_reader import FORM
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import issue_form as form
from incident_actions.text import record

SAID = re.compile(re.escape(effects.COMMENT_MARK).replace(re.escape("{key}"), "(.*?)") + r"\n")
REMINDER = re.compile(r"reminder:\d{4}-\d{2}-\d{2}([+-]\d+)")
ADDRESSED = re.compile(r"@([\w-]+),")
"""Somebody whom a reminder speaks to; the person of a command's usage, `/owner @user`, is none."""


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder of an action item that was sent; `days` counts from the due date."""

    issue: int
    sent: date
    to: tuple[str, ...]
    days: int


class DrillRepository:
    """One repository on a sandbox."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.sandbox, self.name = sandbox, name
        self._doors: dict[str, Repository] = {}
        self._connections: list[Github] = []

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            connection.close()

    def as_user(self, login: str) -> Repository:
        """Return the repository as one person reaches it."""
        if login not in self._doors:
            github = Github(
                auth=Auth.Token(self.sandbox.token(login)),
                base_url=self.sandbox.api_url,
                lazy=True,
                per_page=100,
                seconds_between_requests=None,
                seconds_between_writes=None,
            )
            self._connections.append(github)
            self._doors[login] = github.get_repo(self.name)
        return self._doors[login]

    @property
    def as_onlooker(self) -> Repository:
        """The repository as somebody sees it who changes nothing."""
        return self.as_user("onlooker")

    # What people do

    def file_incident(self, login: str, title: str, answers: Mapping[str, str]) -> int:
        """File the incident form as GitHub's page does; unanswered fields stay blank."""
        parts = [f"### {field.label}\n\n{answers.get(field.id, '_No response_')}" for field in self.form()]
        return self.as_user(login).create_issue(title, "\n\n".join(parts), labels=["incident"]).number

    def comment(self, login: str, issue: int, text: str) -> None:
        """Comment on an issue or pull request."""
        self.as_user(login).get_issue(issue).create_comment(text)

    def tick_step(self, login: str, issue: int) -> None:
        """Tick the first step of the newest checklist on an issue, as a click in it does."""
        held = [each for each in self.comments(issue) if each.user.login == ACTIONS_BOT and "- [ ] " in each.body]
        page = self.as_user(login).get_issue(issue)
        page.get_comment(held[-1].id).edit(held[-1].body.replace("- [ ] ", "- [x] ", 1))

    def commit_file(self, login: str, branch: str, path: str, text: str, message: str) -> None:
        """Commit a file to a branch, new or changed."""
        door = self.as_user(login)
        if path in self.files(branch):
            old = door.get_contents(path, ref=branch)
            sha = old[0].sha if isinstance(old, list) else old.sha
            door.update_file(path, message, text, sha, branch=branch)
        else:
            door.create_file(path, message, text, branch=branch)

    def release(self, login: str, tag: str) -> None:
        """Publish a release of the default branch."""
        self.as_user(login).create_git_release(tag, tag, "", target_commitish="main")

    def open_pull_request(self, login: str, branch: str, title: str, body: str, files: Mapping[str, str]) -> int:
        """Open a pull request from a new branch."""
        door = self.as_user(login)
        door.create_git_ref(f"refs/heads/{branch}", door.get_branch("main").commit.sha)
        for path, text in files.items():
            self.commit_file(login, branch, path, text, title)
        return door.create_pull(base="main", head=branch, title=title, body=body).number

    def approve(self, login: str, pull: int, words: str) -> None:
        """Approve a pull request."""
        self.as_user(login).get_pull(pull).create_review(body=words, event="APPROVE")

    def merge(self, login: str, pull: int) -> None:
        """Merge a pull request; mark a draft as ready before."""
        found = self.as_user(login).get_pull(pull)
        if found.draft:
            found.mark_ready_for_review()
        found.merge()

    # What anybody sees

    def form(self) -> tuple[form.FormField, ...]:
        """Return the fields of the incident form."""
        return form.read_fields(YAML(typ="safe", pure=True).load(self.text(FORM)))

    def issues(self) -> list[Issue]:
        """Return all issues, oldest first, without pull requests."""
        found = self.as_onlooker.get_issues(state="all", direction="asc")
        return [issue for issue in found if issue.pull_request is None]

    def items(self) -> list[Issue]:
        """Return the issues of the action items."""
        return [issue for issue in self.issues() if "action-item" in self.labels(issue.number)]

    def pulls(self) -> list[PullRequest]:
        """Return all pull requests, oldest first."""
        return list(self.as_onlooker.get_pulls(state="all", direction="asc"))

    def labels(self, issue: int) -> set[str]:
        """Return the names of an issue's labels."""
        return {label.name for label in self.as_onlooker.get_issue(issue).labels}

    def state(self, issue: int) -> str:
        """Return `open` or `closed`."""
        return self.as_onlooker.get_issue(issue).state

    def assignees(self, issue: int) -> tuple[str, ...]:
        """Return who is assigned to an issue."""
        return tuple(person.login for person in self.as_onlooker.get_issue(issue).assignees)

    def sub_issues(self, issue: int) -> list[int]:
        """Return the numbers of the issues under an issue."""
        return [each.number for each in self.as_onlooker.get_issue(issue).get_sub_issues()]

    def branches(self) -> list[str]:
        """Return the names of all branches."""
        return [branch.name for branch in self.as_onlooker.get_branches()]

    def files(self, ref: str = "main") -> list[str]:
        """Return the paths of all files."""
        return [each.path for each in self.as_onlooker.get_git_tree(ref, recursive=True).tree]

    def text(self, path: str, ref: str = "main") -> str:
        """Return a file's text."""
        found = self.as_onlooker.get_contents(path, ref=ref)
        return (found[0] if isinstance(found, list) else found).decoded_content.decode()

    def comments(self, issue: int) -> list[IssueComment]:
        """Return the comments on an issue or pull request, oldest first."""
        return list(self.as_onlooker.get_issue(issue).get_comments())

    def card(self, issue: int) -> str:
        """Return the card as people see it; an empty string if there is none, or if there are two."""
        cards = [each.body for each in self.comments(issue) if each.body.startswith(card_comment.CARD_MARK)]
        return (
            record.visible_text(cards[0]).removeprefix(f"{card_comment.CARD_MARK}\n").strip() if len(cards) == 1 else ""
        )

    def record(self, issue: int) -> tuple[Entry, ...]:
        """Return the entries of an incident, from the card and the pages before it."""
        ours = [each.body for each in self.comments(issue) if each.user.login == ACTIONS_BOT]
        pages = [body for body in ours if body.startswith(card_comment.RECORD_PAGE_MARK)]
        return tuple(
            entry
            for body in (*pages, *(each for each in ours if each.startswith(card_comment.CARD_MARK)))
            for entry in record.entries_in(body)
        )

    def is_card_pinned(self, issue: int) -> bool:
        """Check that the card is pinned to the top."""
        return any(
            each.body.startswith(card_comment.CARD_MARK) and each.raw_data.get("pin") for each in self.comments(issue)
        )

    def replies(self, issue: int) -> list[str]:
        """Return the tool's comments, without the card."""
        ours = [each.body for each in self.comments(issue) if each.user.login == ACTIONS_BOT]
        return [SAID.sub("", body, count=1) for body in ours if not body.startswith(card_comment.CARD_MARK)]

    def last_comment_at(self, issue: int, else_at: datetime) -> datetime:
        """Return when somebody other than the tool commented last."""
        people = (each.created_at for each in self.comments(issue) if each.user.login != ACTIONS_BOT)
        return max(people, default=else_at)

    def reactions(self, issue: int) -> list[str]:
        """Return the reactions to people's comments, in order."""
        people = [each for each in self.comments(issue) if each.user.login != ACTIONS_BOT]
        return [" ".join(reaction_kinds(each.reactions)) for each in people]

    def reminders(self) -> list[SentReminder]:
        """Return every reminder that was sent for an action item, in order."""
        found = []
        for item in self.items():
            for comment in self.comments(item.number):
                marker = SAID.match(comment.body)
                timer = REMINDER.fullmatch(marker[1]) if marker and comment.user.login == ACTIONS_BOT else None
                if marker and timer:
                    people = tuple(dict.fromkeys(ADDRESSED.findall(comment.body, marker.end())))
                    found.append(SentReminder(item.number, comment.created_at.date(), people, int(timer[1])))
        return sorted(found, key=lambda each: (each.sent, each.issue))

    def clone(self, directory: Path) -> None:
        """Clone the repository with git; raises CalledProcessError."""
        address = f"{self.sandbox.url}/{self.name}.git"
        plain = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "clone", "--quiet", address, str(directory)]
        subprocess.run(command, env=os.environ | plain, check=True, capture_output=True, text=True)


def reaction_kinds(reactions: Mapping[str, object]) -> list[str]:
    """Return the kinds of reactions that a comment has."""
    return [kind for kind, count in reactions.items() if kind not in ("url", "total_count") and count]
