"""The transcript: everything that GitHub shows at the end of a drill, in one file to read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from github.Issue import Issue
from github.PullRequest import PullRequest
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from incident_actions.drill.local_links import LocalLinks
from incident_actions.drill.rendering import render_markdown
from incident_actions.drill.repository import DrillRepository, reaction_kinds
from incident_actions.gateway.repository.templates import load_template
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record

FACES = {"+1": "👍", "confused": "😕"}
MARK = re.compile(r"\A<!-- incident-actions:.*? -->\n")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody wrote; `verdict` is a review's, `reactions` are emoji."""

    id: int
    author: str
    at: datetime
    body: str
    verdict: str = ""
    reactions: str = ""
    pinned: bool = False

    @property
    def bot(self) -> bool:
        """Whether the tool wrote the post."""
        return self.author == ACTIONS_BOT


@dataclass(frozen=True, slots=True)
class Thread:
    """An issue or a pull request with its posts; `changes` are a pull request's files and patches."""

    number: int
    title: str
    state: str
    posts: tuple[Post, ...]
    labels: tuple[tuple[str, str], ...] = ()
    assignees: tuple[str, ...] = ()
    branch: str = ""
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The incident, its pull requests, its action items, and the post-mortem's file."""

    incident: Thread
    pulls: tuple[Thread, ...]
    items: tuple[Thread, ...]
    path: str
    postmortem: str
    facts: str

    @property
    def threads(self) -> tuple[Thread, ...]:
        """All issues and pull requests, in the order in which the transcript shows them."""
        return (self.incident, *self.pulls, *self.items)


def read_transcript(repository: DrillRepository, path: str) -> Transcript:
    """Read everything over HTTP; `path` is the post-mortem's on the main branch."""
    incident, *_ = issues = repository.issues()
    items = {item.number for item in repository.items()}
    links = LocalLinks(repository.sandbox.url, repository.name, path)
    front, text = _split_front_matter(repository.text(path))
    return Transcript(
        _issue(repository, incident, links),
        tuple(_pull(repository, pull, links) for pull in repository.pulls()),
        tuple(_issue(repository, issue, links) for issue in issues if issue.number in items),
        path,
        links.replace_in(text),
        front,
    )


def write_transcript(found: Transcript, people: Mapping[str, str], directory: Path) -> None:
    """Write `transcript.html` and `transcript.md` into a directory."""
    known = {each.number for each in found.threads}
    environment = Environment(
        loader=FunctionLoader(load_template),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "file": lambda text: Markup(render_markdown(text, known)),  # noqa: S704 - the renderer lets nothing live through
        "comment": lambda text: Markup(render_markdown(text, known, breaks=True)),  # noqa: S704 - as above
        "time": _format_time,
        "quoted": lambda text: "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
    }
    values: dict[str, Any] = {"found": found, "people": people, "bright": _is_bright}
    for name in ("transcript.html", "transcript.md"):
        text = environment.get_template(f"drill/{name}").render(values)
        (directory / name).write_text(f"{text.strip()}\n", encoding="utf-8")


def _issue(repository: DrillRepository, issue: Issue, links: LocalLinks) -> Thread:
    return Thread(
        issue.number,
        issue.title,
        issue.state,
        _posts(repository, issue, links),
        tuple((label.name, label.color) for label in issue.labels),
        tuple(person.login for person in issue.assignees),
    )


def _pull(repository: DrillRepository, pull: PullRequest, links: LocalLinks) -> Thread:
    reviews = tuple(
        Post(each.id, each.user.login, each.submitted_at, each.body, each.state.lower()) for each in pull.get_reviews()
    )
    posts = (*_posts(repository, pull, links), *reviews)
    return Thread(
        pull.number,
        pull.title,
        "merged" if pull.merged_at else pull.state,
        tuple(sorted(posts, key=lambda post: post.at)),
        branch=pull.head.ref,
        changes=tuple((file.filename, file.patch or "") for file in pull.get_files()),
    )


def _posts(repository: DrillRepository, issue: Issue | PullRequest, links: LocalLinks) -> tuple[Post, ...]:
    """Return the description and the comments."""
    first = Post(0, issue.user.login, issue.created_at, _visible_text(issue.body or "", links))
    return first, *(
        Post(
            each.id,
            each.user.login,
            each.created_at,
            _visible_text(each.body, links),
            reactions=" ".join(FACES.get(kind, kind) for kind in reaction_kinds(each.reactions)),
            pinned=each.raw_data.get("pin") is not None,
        )
        for each in repository.comments(issue.number)
    )


def _visible_text(text: str, links: LocalLinks) -> str:
    return links.replace_in(MARK.sub("", record.visible_text(text)).strip())


def _format_time(at: datetime, before: datetime | None) -> str:
    """Return a time, with its date if the post before it is of another day."""
    return f"{at:%H:%M}" if before and before.date() == at.date() else f"{at:%Y-%m-%d %H:%M}"


def _split_front_matter(text: str) -> tuple[str, str]:
    """Split a file into its front matter and the rest."""
    found = FRONT_MATTER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _is_bright(colour: str) -> bool:
    """Whether a label's colour needs dark letters."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140
