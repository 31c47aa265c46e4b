"""The stage of a drill: it carries out each step on the sandbox, prints it, and checks the result."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from incident_actions.drill.counted_runs import CountedRuns
from incident_actions.drill.narration import Narration, strip_markdown
from incident_actions.drill.repository import DrillRepository
from incident_actions.sandbox import FinishedJob

MARKS = {"+1": "👍", "confused": "😕"}
ROW = re.compile(r"^\| (?P<name>Next|Next update) \| (?P<words>.*) \|$", re.MULTILINE)
COMMAND = re.compile(r"^ {0,3}(/[a-z-]+)", re.MULTILINE)


class UnexpectedResult(Exception):
    """A step had another result than the story says; the text names the step, what it expected and what it found."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the story: its title, one line for a newcomer, and the function that plays it."""

    title: str
    meaning: str
    play: Callable[["Stage"], None]


class Stage:
    """What scenes are played on; `requests` holds the most requests that a run made, by kind of event."""

    def __init__(self, repository: DrillRepository, runs: CountedRuns, narration: Narration) -> None:
        self.repository, self.runs, self.narration = repository, runs, narration
        self.requests: Counter[str] = Counter()
        self.checked = 0
        self._shown: dict[int, str] = {}
        self._day = ""

    def play(self, scene: Scene) -> None:
        """Play one scene; raises UnexpectedResult."""
        self.narration.begin_scene(scene.title, scene.meaning)
        scene.play(self)

    def wait_until_utc(self, moment: str) -> None:
        """Let time pass until a time in UTC, `2026-03-05 03:07` or `2026-03-05 03:07:20`."""
        self.wait_until(datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def wait_until(self, moment: datetime) -> None:
        """Let time pass until a time; it never goes back."""
        self.repository.sandbox.clock.move_to(max(moment, self.now))
        day = f"{self.now:%Y-%m-%d}"
        if day != self._day:
            self.narration.print_day(self.now)
            self._day = day

    @property
    def now(self) -> datetime:
        """The sandbox's time."""
        return self.repository.sandbox.clock.now()

    def post_comment(self, who: str, issue: int, text: str) -> None:
        """Post a comment as somebody, without waiting for the reply."""
        self.narration.print_comment(self.now, who, f"#{issue}", text)
        self.repository.comment(who, issue, text)

    def comment(self, who: str, issue: int, text: str) -> list[str]:
        """Post a comment as somebody, and return what the tool replies."""
        before = len(self.repository.replies(issue))
        self.post_comment(who, issue, text)
        self.settle(" ".join(COMMAND.findall(text)))
        replies = self.repository.replies(issue)[before:]
        (*_, mark) = self.repository.reactions(issue)
        if not mark:
            raise UnexpectedResult(f"the comment {text!r} on #{issue} got no reaction")
        self.narration.print_reply("\n".join(replies), MARKS.get(mark, ""))
        self.show_card(issue)
        return replies

    def perform(self, who: str, what: str, event: str, action: Callable[[], object]) -> list[FinishedJob]:
        """Do something on GitHub's own pages as somebody, and return the runs that it starts."""
        self.narration.print_action(self.now, who, what)
        action()
        return self.settle(event)

    def collect_replies(self, issue: int, event: str, action: Callable[[], object]) -> list[str]:
        """Do something, and return what the tool then posts on an issue."""
        before = len(self.repository.replies(issue))
        action()
        self.settle(event)
        replies = self.repository.replies(issue)[before:]
        if replies:
            self.narration.print_reply("\n".join(replies))
        self.show_card(issue)
        return replies

    def sweep(self, event: str = "sweep") -> None:
        """Start the workflow of the cron schedule."""
        self.repository.sandbox.schedule("incident-sweep.yml")
        self.settle(event)

    def run_clock(self, issue: int) -> list[str]:
        """Wake the clock workflow, and return what its timers post on an issue."""
        self.narration.print_action(self.now, "clock", "runs, as it does every minute")
        return self.collect_replies(issue, "clock", lambda: self.repository.sandbox.jobs.wake(self.now))

    def settle(self, event: str) -> list[FinishedJob]:
        """Wait for the runs that an event starts, and count their requests; raises UnexpectedResult if one fails."""
        self.narration.show_waiting("the workflow runs")
        finished = self.repository.sandbox.settle()
        self.narration.show_waiting("")
        for place, each in enumerate(finished):
            if each.exit_code > 0:
                raise UnexpectedResult(f"the run for {event} ended with {each.exit_code}:\n{each.output}")
            self.count_requests(_event_name(event, each, place), each)
        return finished

    def settle_one_run(self, event: str) -> FinishedJob:
        """Wait for the one run that an event starts; raises UnexpectedResult if it starts none, or several."""
        runs = self.settle(event)
        if len(runs) != 1:
            raise UnexpectedResult(f"{event} started {len(runs)} workflow runs instead of one")
        return runs[0]

    def count_requests(self, event: str, run: FinishedJob) -> None:
        """Record how many requests a run made."""
        self.requests[event] = max(self.requests[event], self.runs.requests[run.job.id])

    def show_card(self, issue: int) -> None:
        """Print the headline of an issue's card, what comes next, and an overdue update, if any of them has changed."""
        card = self.repository.card(issue)
        head = strip_markdown(card.partition("\n")[0])
        rows = [f"{name}: {words}" for name, words in card_rows(card).items() if name == "Next" or is_overdue(words)]
        seen = "\n".join((*head.split(" · ")[:2], *rows))
        if card and self._shown.get(issue) != seen:
            self._shown[issue] = seen
            self.narration.print_card(head, rows)

    def next_update_row(self, issue: int) -> str:
        """Return what the card of an issue says of the next update."""
        return card_rows(self.repository.card(issue)).get("Next update", "")

    def check(self, fact: str, seen: object, wanted: object = True) -> None:  # noqa: FBT002 - most facts are yes or no
        """Check a fact and print it; raises UnexpectedResult if it does not hold."""
        self.check_silently(fact, seen, wanted)
        self.narration.print_fact(fact)

    def check_silently(self, fact: str, seen: object, wanted: object) -> None:
        """Check a fact that another line prints; raises UnexpectedResult if it does not hold."""
        if seen != wanted:
            raise UnexpectedResult(f"{fact}\n  expected: {wanted!r}\n  found:    {seen!r}")
        self.checked += 1


def card_rows(card: str) -> dict[str, str]:
    """Return the rows of a card that say what comes next, by name, as plain text."""
    return {found["name"]: strip_markdown(found["words"]) for found in ROW.finditer(card)}


def is_overdue(words: str) -> bool:
    """Whether a row of the card says that something is overdue."""
    return "overdue" in words.casefold()


def _event_name(event: str, run: FinishedJob, place: int) -> str:
    """Return the event's name, with its refusal, or with the further event that GitHub sends for one action."""
    if place:
        payload = json.loads((run.job.directory / "event.json").read_text(encoding="utf-8"))
        return f"{event}, {run.job.event} {payload.get('action', '')}".strip()
    if run.exit_code:
        return f"{event} (killed)"
    refused = run.outputs.get("reason") and run.outputs.get("outcome") != "ignored"
    return f"{event} (refused)" if refused else event
