"""Render texts when they are written, so that the first page that shows two hundred of them is as fast as the next."""

import threading
from collections.abc import Iterator

from incident_actions.sandbox.host import Host, WebhookDelivery
from incident_actions.sandbox.pages.markdown import KEPT, Surroundings, render_markdown
from incident_actions.sandbox.state.records import Repository, StoredComment, StoredIssue

_TEXTS = {"issue_comment": "comment", "issues": "issue", "pull_request": "pull_request"}


class Prerenderer:
    """Renders the texts of a host once somebody has opened a page: those that are there, and each new one."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun; what is there is rendered beside the pages."""
        if self._thread is None:
            found = self._newest_texts()
            self._thread = threading.Thread(target=_render_all, args=(found,), name="prerendering", daemon=True)
            self._thread.start()
            self._host.listeners.append(self.consider)

    def wait(self) -> None:
        """Wait until what was there is rendered."""
        if self._thread is not None:
            self._thread.join()

    def consider(self, delivery: WebhookDelivery) -> None:
        """Render the text that an event has brought."""
        text = delivery.payload.get(_TEXTS.get(delivery.event, ""), {}).get("body")
        place = self._host.world.repositories.get(delivery.repository.lower())
        if text and place:
            render_markdown(text, surroundings_of(self._host, place))

    def _newest_texts(self) -> list[tuple[str, Surroundings]]:
        """Return as many texts as stay in memory; the newest last, so that they stay longest."""
        with self._host.lock:
            places = self._host.world.repositories.values()
            dated = [
                (each.updated_at, each.body, around)
                for place, around in ((place, surroundings_of(self._host, place)) for place in places)
                for each in _written(place)
                if each.body
            ]
        dated.sort(key=lambda each: each[0])
        return [(body, around) for _, body, around in dated[-KEPT:]]


def surroundings_of(host: Host, place: Repository) -> Surroundings:
    """Return what a comment in a repository can refer to."""
    logins = frozenset(login.casefold() for login in host.world.accounts)
    return Surroundings(place.full_name, logins, max(place.issues, default=0))


def _written(place: Repository) -> Iterator[StoredIssue | StoredComment]:
    yield from place.issues.values()
    yield from place.comments.values()


def _render_all(texts: list[tuple[str, Surroundings]]) -> None:
    for text, around in texts:
        render_markdown(text, around)
