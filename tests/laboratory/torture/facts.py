"""Everything that people can see on a sandbox, as a list of facts: so two worlds compare whole, and differ in words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from incident_actions.model.incident import entry_json
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.records import ACTIONS_BOT, Reaction, Repository, StoredComment, StoredIssue
from incident_actions.text import record

Facts: TypeAlias = "Counter[str]"

SELFTEST = re.compile(r"^\*\*Selftest: .*", re.MULTILINE | re.DOTALL)
"""What a selftest found: how many requests are left and which runs there were differs from one run to the next."""

TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|\+00:00)?|\b1\d{9}\b|\b\d\d:\d\d\b")
LASTED = re.compile(r"^(## .* · )\d[^·]*$", re.MULTILINE)
"""How long an incident has lasted, at the end of a card's first line: one that a later run declares lasts shorter."""

SHAS = re.compile(r"\b[0-9a-f]{40}\b")

IDS = re.compile(r'(?P<before>issuecomment-|reply:|"comment": |\bc)(?P<id>\d{4,})\b')


def facts(sandbox: Sandbox) -> Facts:
    """Say everything of each repository but when the tool did it and under which number GitHub keeps it."""
    return Counter(fact for each in sandbox.host.world.repositories.values() for fact in _of_one(sandbox, each))


def _of_one(sandbox: Sandbox, one: Repository) -> Iterator[str]:
    """Yield the facts of a repository, with its name in front where it is not acme/shop."""
    place = "" if one.full_name == "acme/shop" else f"{one.full_name} "
    yield from (f"{place}{fact}" for fact in (*_labels(one), *_branches(sandbox, one), *_issues(one)))


def _labels(shop: Repository) -> Iterator[str]:
    """The labels' names: their colours come with the sweep, so they depend on when it came."""
    for label in shop.labels.values():
        yield f"label {label.name}"


def _branches(sandbox: Sandbox, shop: Repository) -> Iterator[str]:
    store = sandbox.host.git(shop)
    for name, sha in store.refs("refs/heads/").items():
        yield f"branch {name}"
        for path, entry in store.files(sha).items():
            text = store.blob(entry.sha).decode()
            yield from (f"{name} {path}: {line}" for line in _plain(text, shop).splitlines())


def _issues(shop: Repository) -> Iterator[str]:
    for issue in shop.issues.values():
        name = f"#{issue.number}"
        shown = {
            "title": issue.title,
            "state": f"{issue.state} {issue.state_reason}",
            "assignees": sorted(issue.assignees),
            "labels": sorted(shop.labels[label].name for label in issue.labels),
            "parent": issue.parent,
            "sub-issues": sorted(issue.sub_issues),
            "reactions": _reactions(issue.reactions),
        }
        yield from (f"{name} {what}: {value}" for what, value in shown.items())
        yield from _text(name, issue.body or "", shop)
        yield from _pull(name, issue, shop)
        yield from (fact for number in issue.comments for fact in _comment(name, shop.comments[number], shop))


def _pull(name: str, issue: StoredIssue, shop: Repository) -> Iterator[str]:
    if pull := issue.pull:
        yield f"{name} proposes {pull.head} for {pull.base}{', a draft' if pull.draft else ''}"
        yield f"{name} merged: {pull.merged_by}"
        yield f"{name} reviewers: {sorted(pull.reviewers)}"
        newest = {each.context: each for each in shop.statuses if each.sha == pull.head_sha}
        yield from (
            f"{name} has the status {each.context}: {each.state}, {each.description}" for each in newest.values()
        )


def _comment(name: str, comment: StoredComment, shop: Repository) -> Iterator[str]:
    """A comment by its first line, which in the tool's own is the mark."""
    place = f"{name} comment by {comment.author} {_plain(comment.body.partition(chr(10))[0], shop)}"
    yield f"{place} pinned: {comment.pin is not None}"
    yield f"{place} reactions: {_reactions(comment.reactions)}"
    yield from _text(place, comment.body, shop)


def _text(name: str, text: str, shop: Repository) -> Iterator[str]:
    yield from (f"{name} says: {line}" for line in _plain(record.visible_text(text), shop).splitlines())
    for entry in record.entries_in(text):
        spelled = {
            **entry_json.as_json(entry),
            "accepted": None,
            "delivery": None,
            "written": None,
        }  # a run's own address is hashed there
        yield f"{name} records: {_plain(json.dumps(spelled), shop)}"


def _reactions(given: list[Reaction]) -> list[str]:
    return sorted(f"{reaction.content} by {reaction.by}" for reaction in given)


def _plain(text: str, shop: Repository) -> str:
    """A text without the times and ids that differ from one run to the next; people's comments go by their order."""
    people = sorted(number for number, each in shop.comments.items() if each.author != ACTIONS_BOT)
    order = {str(number): f"<comment {place}>" for place, number in enumerate(people, 1)}
    named = IDS.sub(lambda found: found["before"] + order.get(found["id"], found["id"]), text)
    named = SHAS.sub("<commit>", named)
    return SELFTEST.sub("<selftest>", TIMES.sub("<time>", LASTED.sub(r"\1<span>", named)))
