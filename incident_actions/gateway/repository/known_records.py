"""Read the record of an incident where nothing can be verified or repaired, for comparing a post-mortem with it."""

from __future__ import annotations

import logging

from incident_actions.contract import events
from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.issue import Comment
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal, require_list
from incident_actions.gateway.client.paging import PER_PAGE
from incident_actions.model.incident.entry import Entry
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.process import Process
from incident_actions.text import record

log = logging.getLogger("incident_actions")


def read_known_incident(connection: Connection, number: int, process: Process) -> Incident | None:
    """Return an incident by its card, in one request and one more for each further page of its record.

    It is None if it has no card among its first comments, or if GitHub does not let this token read it. A check has no
    secrets, so it takes the record as it is: a comment of a bot, or of the account that the configuration names.
    """
    try:
        listed = require_list(connection.get(f"issues/{number}/comments", per_page=PER_PAGE))
        cards = [each for each in map(events.read_comment, listed) if _is_tools(each, CARD_MARK, process)]
        block = next((found for each in cards if (found := record.read_block(each.body))), None)
        if block is None:
            return None
        earlier = (connection.get_or_none(f"issues/comments/{page}", events.read_comment) for page in block.pages)
        pages = [each for each in earlier if each and _is_tools(each, RECORD_PAGE_MARK, process)]
    except (GithubError, OSError) as error:
        if isinstance(error, GithubError) and is_refusal(error, 404, 410):
            return None
        log.info("Could not read the record of #%d, so nothing was compared with it: %s", number, type(error).__name__)
        return None
    blocks = (*(record.read_block(each.body) for each in pages), block)
    entries: list[Entry] = [entry for each in blocks if each for entry in each.entries]
    return fold(number, entries)


def _is_tools(comment: Comment, mark: str, process: Process) -> bool:
    named = {each.casefold() for each in (process.bot, *process.former_bots) if each}
    return comment.body.startswith(mark) and (comment.author.bot or comment.author.login.casefold() in named)
