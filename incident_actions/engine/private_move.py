"""Move a sensitive incident to the private repository: open its issue there, and withdraw what is open here.

Nothing changes here before the private issue exists. If it can't be opened, everything stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from incident_actions.contract.decision import Context, Decision, EntryFields, Refused
from incident_actions.contract.effects import COMMENT_MARK, OpenPrivateIssue, WithdrawFiles, WithdrawItem
from incident_actions.contract.issue import Issue
from incident_actions.engine.form_answers import all_answers, answers_with_questions
from incident_actions.engine.reactions.alerts import first_entries
from incident_actions.engine.reactions.private_alerts import is_private_severity
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.text import private_marker, timeline
from incident_actions.text.messages import CannotMove, IncidentMoved, NowhereToMove
from incident_actions.text.safe_markdown import plain_line

LONGEST_TIMELINE = 30_000
"""How many characters of the timeline the private issue gets, the newest lines."""

MOVE_KEY = "moved"
"""The key of the comment about a move that nobody asked for."""


def move_incident(
    word: str, incident: Incident, entries: tuple[e.Entry, ...], stamp: EntryFields, context: Context
) -> Decision:
    """Open the private issue, then record the move. `word` is the command, or empty if a rule moves the incident.

    Raises Refused, with what to do instead, if there is no private repository or nothing can be opened in it.
    """
    snapshot, rules = context.snapshot, context.process.private
    home = f"{snapshot.server}/{snapshot.repository}"
    if not rules.repository:
        raise Refused(NowhereToMove(word, home))
    if rules.repository.casefold() == snapshot.repository.casefold():
        raise Refused(CannotMove(word, rules.repository, "here already", home))
    made = context.create(_private_issue(rules.repository, incident, entries, context))
    if made.problem:
        raise Refused(CannotMove(word, rules.repository, made.problem, home))
    _withdraw_postmortem(incident, context)
    where = f"{rules.repository}#{made.number}"
    items = {each.issue: context.create(each).problem for each in _items_to_withdraw(incident, where, context)}
    alerts = tuple(dict.fromkeys(each.alert for each in incident.alarms))
    moved = e.MadePrivate(**stamp, repository=rules.repository, number=made.number, alerts=alerts)
    return Decision((moved,), (_reply(where, incident, items, home),), MOVE_KEY)


def moved_here(issue: Issue, bot: Person) -> bool:
    """Return whether the tool itself opened an issue for an incident that moved here. Nobody needs to declare it."""
    return issue.author.is_same_as(bot) and private_marker.began_elsewhere(issue.body)


def move_by_rule(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Move an incident whose severity or answers the configuration names; if that fails, report it once."""
    is_there = (context.process.private.repository or "").casefold() == context.snapshot.repository.casefold()
    if is_there or not _must_move(incident, context.process):
        return Decision()
    stamp = EntryFields(at=context.now, accepted=context.now, by="", by_id=0, comment=0, index=0)
    try:
        return move_incident("", incident, entries, stamp, context)
    except Refused as refused:
        return Decision(messages=(refused.refusal,), key=f"not-{MOVE_KEY}:{type(refused.refusal).__name__}")


def _must_move(incident: Incident, process: Process) -> bool:
    rules, given = process.private, all_answers(incident)
    by_severity = is_private_severity(incident.severity, process)
    return by_severity or any(_alike(given.get(asked, ""), answer) for asked, answer in rules.answers.items())


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _private_issue(
    repository: str, incident: Incident, entries: tuple[e.Entry, ...], context: Context
) -> OpenPrivateIssue:
    """Return the private issue, with everything that the record has. Its key is the issue where the incident began."""
    snapshot, process = context.snapshot, context.process
    title, incident, entries = _in_full(incident, entries, context)
    began = f"{snapshot.repository}#{incident.number}"
    key = private_marker.moved_from_line(began)
    values = {
        "incident": incident,
        "began": began,
        "url": f"{snapshot.server}/{snapshot.repository}/issues/{incident.number}",
        "answers": answers_with_questions(incident, process),
        "lines": _newest(timeline.lines(entries, context.wording, process)),
    }
    severity = (incident.severity,) if incident.severity else ()
    return OpenPrivateIssue(
        key=key,
        repository=repository,
        title=plain_line(title)[:200] or f"Incident {began}",
        body=f"{key}\n{context.wording.render('issues/private_incident.md', values)}",
        labels=(*process.private.labels, *severity),
        since=incident.declared,
    )


def _in_full(
    incident: Incident, entries: tuple[e.Entry, ...], context: Context
) -> tuple[str, Incident, tuple[e.Entry, ...]]:
    """Return the title, the incident and its entries with the words of the alert that opened it in this run.

    An alert with a private severity has neutral words here. Only the run of that alert knows its own.
    """
    snapshot, process = context.snapshot, context.process
    delivery, declared = snapshot.delivery, next((each for each in entries if isinstance(each, e.Declared)), None)
    fired = next((each for each in entries if isinstance(each, e.AlertFired)), None)
    is_its_run = delivery is not None and fired is not None and fired.delivery == delivery.key
    if not (delivery and declared and fired and is_its_run):
        return snapshot.issue.title, incident, entries
    full = first_entries(delivery, fired.after, process, context.wording, declared.accepted)
    told = {id(declared): full[0], id(fired): full[1]}
    whole = tuple(told.get(id(each), each) for each in entries)
    return full[0].title, fold(incident.number, whole) or incident, whole


def _newest(lines: list[timeline.TimelineRow]) -> list[timeline.TimelineRow]:
    kept: list[timeline.TimelineRow] = []
    room = LONGEST_TIMELINE
    for line in reversed(lines):
        room -= len(line.text) + 50
        if room < 0:
            break
        kept.insert(0, line)
    return kept


def _withdraw_postmortem(incident: Incident, context: Context) -> None:
    """Close the open pull request of the post-mortem, remove its words, and delete its branch."""
    postmortem = incident.postmortem
    if postmortem is None or postmortem.state != "open":
        return
    key = f"private:{incident.number}:{postmortem.branch}"
    words = context.wording.render("parts/private_pull.md", {"number": incident.number})
    body = f"{COMMENT_MARK.format(key=key)}\n{words}"
    context.create(WithdrawFiles(key, postmortem.pull, postmortem.branch, body, stub_title(context)))


def _items_to_withdraw(incident: Incident, where: str, context: Context) -> Iterator[WithdrawItem]:
    """Yield what takes the words out of each action item: they go on in the private issue, which lists them."""
    title = context.wording.render("parts/private_item_title.txt", {})
    body = context.wording.render("issues/private_item.md", {"where": where})
    for issue in dict.fromkeys(each.issue for each in incident.actions):
        yield WithdrawItem(f"private:{incident.number}:item:{issue}", issue, title, body)


def stub_title(context: Context) -> str:
    """Return the title of what is left of a private incident."""
    return context.wording.render("parts/private_title.txt", {})


def _reply(where: str, incident: Incident, items: Mapping[int, str], home: str) -> IncidentMoved:
    """Return the reply, with what stays in public and only people can remove.

    `items` are the issues of action items, each with the problem that kept it as it is.
    """
    postmortem, file = incident.postmortem, incident.postmortem_file
    is_merged = postmortem is not None and (postmortem.state == "merged" or postmortem.follow_up > 0)
    return IncidentMoved(
        where,
        incident.number,
        home,
        review_pull=postmortem.pull if postmortem else 0,
        path=file.path if file and is_merged else "",
        fixes=tuple(_names(incident)),
        items=tuple(issue for issue, problem in items.items() if problem),
        emptied=tuple(issue for issue, problem in items.items() if not problem),
        published=bool(incident.published),
        frozen=incident.freeze is not None,
    )


def _names(incident: Incident) -> Iterable[str]:
    """Yield the pull requests of hotfixes and rollbacks, or their branches, and the issues of fixes."""
    for each in incident.hotfixes:
        yield f"{each.repository}#{each.pull}" if each.pull else f"{each.repository} {each.branch}".strip()
        if each.issue:
            yield f"#{each.issue}"
