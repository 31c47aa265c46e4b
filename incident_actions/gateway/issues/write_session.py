"""What all writes of one run share: the connection, the tool's account, and what was written so far."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from incident_actions.contract import events
from incident_actions.contract.issue import Comment
from incident_actions.gateway.client.api_errors import GithubError, Unreachable
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.identity import WrongIdentity
from incident_actions.gateway.client.retry import may_have_taken_effect
from incident_actions.gateway.issues.write_cache import WriteCache
from incident_actions.model.person import GHOST, Person

log = logging.getLogger(__name__)
T = TypeVar("T")

UNSUPPORTED_STATUSES = (403, 404, 405, 410)
"""Statuses with which servers and tokens answer for a feature that they do not have."""


class WriteSession:
    """Posts comments as the tool's account, creates nothing twice, and does without what a server lacks."""

    def __init__(self, connection: Connection, bot: Person) -> None:
        self.connection = connection
        self.bot = bot
        self.write_cache = WriteCache()
        self.new_labels: set[str] = set()
        """The labels that GitHub created with its defaults when this run named them, and that are not painted yet."""

    def post_comment(self, issue: int, body: str) -> int:
        """Post a comment; before a second attempt, look for the comment by its first line."""
        path, first = f"issues/{issue}/comments", body.partition("\n")[0]
        posted = self.create_once(
            lambda: events.read_comment(self.connection.send("POST", path, body={"body": body})),
            lambda: self.newest_own_comment(path, lambda body: body.partition("\n")[0] == first),
        )
        self.check_author(posted.author)
        self.write_cache.add_comment(issue, posted)
        return posted.id

    def check_author(self, author: Person) -> None:
        """Raise WrongIdentity if something just written has another author than the tool assumes to be."""
        if not author.is_same_as(self.bot) and not author.is_same_as(GHOST):
            raise WrongIdentity(author)

    def newest_own_comment(self, path: str, fits: Callable[[str], bool]) -> Comment | None:
        """Return our newest comment whose text fits."""
        comments = (events.read_comment(comment) for page in self.connection.pages(path) for comment in page)
        ours = (each for each in comments if each.author.is_same_as(self.bot))
        fitting = (each for each in ours if fits(each.body.replace("\r\n", "\n")))
        return max(fitting, key=lambda each: each.id, default=None)

    def create_once(self, create: Callable[[], T], find: Callable[[], T | None]) -> T:
        """Create something; if it may have been created in spite of an error, look for it before a second attempt."""
        try:
            return create()
        except (GithubError, Unreachable) as error:
            if not (may_have_taken_effect(error) and self.connection.retry_policy.wait_for_lists()):
                raise
        return find() or create()

    def try_optional(self, act: Callable[[], object], feature: str) -> None:
        """Do something that not every server offers, and remember for this run if the feature is missing.

        A 422 concerns this one request: it has been done already, or is not possible here.
        """
        if feature in self.connection.missing_features:
            return
        try:
            act()
        except GithubError as error:
            if is_refusal(error, *UNSUPPORTED_STATUSES):
                self.connection.missing_features.add(feature)
            elif not is_refusal(error, 422):
                raise
            log.info("Continued without %s: %s", feature, error.status)
