"""What must hold whatever people, events and runs did; said here once more, apart from the code that it judges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from incident_actions.contract import card_comment
from incident_actions.contract.effects import COMMENT_MARK
from incident_actions.contract.issue import Comment
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import fold as fold_item
from incident_actions.model.incident.incident import Incident
from incident_actions.text import record
from incident_actions.text.slash_grammar import commands_in
from tests.laboratory.torture.unruly import Unruly
from tests.worlds import BOT, World

RANKS = ("none", "read", "triage", "write", "maintain", "admin")
BY_HAND = {"severity": "sev", "status": "status", "resolved": "resolve", "reopened": "reopen", "declared": "declare"}
NOBODYS = (
    e.CommandRefused,
    e.ManualChangeUndone,
    e.HotfixEnded,
    e.PostmortemEnded,
    e.ReminderPosted,
    e.Closed,
    e.PostmortemOpened,
    e.ItemOpened,
)
FIRST_LINE = COMMENT_MARK.partition("{key}")[0]


def nothing_twice(world: World) -> None:
    """No words, card, answer, action item or branch exists twice."""
    ours = [comment.body for comment in world.comments.values() if comment.author == BOT]
    entries = world.entries()
    once: dict[str, Iterable[object]] = {
        "said": (body.partition("\n")[0] for body in ours if body.startswith(FIRST_LINE)),
        "card": (1 for body in ours if body.startswith(f"{card_comment.CARD_MARK}\n")),
        "answer": ((entry.comment, entry.index) for entry in entries if entry.comment),
        "action item": (entry.issue for entry in entries if isinstance(entry, e.ActionOpened)),
        "hotfix": (entry.branch for entry in entries if isinstance(entry, e.HotfixOpened)),
    }
    for what, things in once.items():
        again = [thing for thing, count in Counter(things).items() if count > 1]
        assert not again, f"{what} twice: {again}"


def nothing_lost(before: tuple[e.Entry, ...], world: World) -> None:
    """Every accepted entry stays as it was, and what came is newer."""
    entries = world.entries()
    assert entries[: len(before)] == before, "an accepted entry disappeared or changed"
    accepted = [entry.accepted for entry in entries]
    assert accepted == sorted(accepted), "entries are not in the order of their acceptance"
    numbers = {made.number for _, made in world.made.values()}
    assert {entry.issue for entry in entries if isinstance(entry, e.ActionOpened)} <= numbers


def nobody_unauthorised(before: tuple[e.Entry, ...], world: Unruly, posted: dict[int, Comment]) -> None:
    """Whoever made the new entries had the role for it at that time, and is who wrote the comment."""
    known = before
    for entry in world.entries()[len(before) :]:
        word = BY_HAND.get(entry.kind, "") if not isinstance(entry, NOBODYS) else ""
        if entry.comment:
            comment = posted[entry.comment]
            assert entry.by in (comment.author.login, "ghost")
            assert not comment.author.bot
            assert isinstance(entry, e.CommandRefused) or _as_posted(world, comment), f"an edited comment ran: {entry}"
            word = "" if isinstance(entry, e.CommandRefused) else commands_in(comment.body)[entry.index].word
        if word:
            item = fold_item(known)
            owns = item is not None and item.owner.casefold() == entry.by.casefold()
            assert _may(world, entry.by, word, owns=owns), f"{entry.by} was not allowed {word}: {entry}"
        known = (*known, entry)


def _as_posted(world: Unruly, posted: Comment) -> bool:
    """Whether the run had the text as it was posted: by its event, or in a comment that was never edited."""
    event = world.last_event.comment
    return (event is not None and event.id == posted.id) or world.comments[posted.id].body == posted.body


def _may(world: Unruly, login: str, word: str, *, owns: bool) -> bool:
    needed = world.process.permissions.get(word, "write")
    if needed == "nobody":
        return False
    role = world.roles_at.get(login, "none") if login != "ghost" else "none"
    return role in RANKS and RANKS.index(role) >= RANKS.index("read" if owns else needed)


def nothing_made_unauthorised(world: Unruly, posted: dict[int, Comment], before: set[str]) -> None:
    """What was made for a command was made for somebody who may use it."""
    for key in world.made.keys() - before:
        number, _, index = key[1:].partition(".")
        if key.startswith("c"):
            comment = posted[int(number)]
            word = commands_in(comment.body)[int(index)].word
            assert word in ("hotfix", "action")
            assert _may(world, comment.author.login, word, owns=False), f"{key} was made for {comment.author}"


def nothing_hidden(world: World) -> None:
    """Whatever the bot wrote fits into a comment, and holds no marker but its own, at their places."""
    for comment in world.comments.values():
        if comment.author == BOT and comment.body.startswith(
            (FIRST_LINE, card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK)
        ):
            assert len(comment.body) <= record.LIMIT
            _, _, words = record.visible_text(comment.body).partition("\n")
            assert "<!--" not in words, words
    assert len(world.issue.body) <= record.LIMIT


def every_command_answered(world: World, seen: Sequence[Comment]) -> None:
    """Each comment by a person that holds a command has its reaction, and its entry or the reply that refuses it.

    Whoever was refused ten times may be met with silence.
    """
    answered = {entry.comment for entry in world.entries()}
    ours = (comment.body for comment in world.comments.values() if comment.author == BOT)
    refused = {int(number) for body in ours for number in re.findall(r"\brefusal:(\d+)", body.partition("\n")[0])}
    authors = Counter(comment.author.login for comment in seen if comment.id in refused)
    for comment in seen:
        flooding = authors[comment.author.login] > 10 and comment.id not in answered | refused
        if not comment.author.bot and commands_in(comment.body) and not flooding:
            assert comment.id in answered | refused, f"never answered: {comment}"
            assert comment.reactions in (frozenset({"+1"}), frozenset({"confused"})), f"no reaction: {comment}"


def labels_of(incident: Incident, world: World) -> set[str]:
    """The labels of ours that an incident has to show."""
    severity = next((each for each in world.process.severities if each.label == incident.severity), None)
    labels = {"incident"} | ({incident.severity} if incident.severity else set())
    if incident.phase in ("active", "mitigated", "resolved"):
        labels.add(f"status: {incident.status.lower()}")
    asked = (severity is not None and severity.postmortem) or incident.postmortem_asked
    postmortem = incident.postmortem
    merged = postmortem is not None and (postmortem.state == "merged" or postmortem.follow_up > 0)
    done = merged and not incident.postmortem_errors
    if incident.phase == "resolved" and asked and not incident.postmortem_waived and not done:
        labels.add("needs-postmortem")
    return labels
