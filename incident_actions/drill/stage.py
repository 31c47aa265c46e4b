"""Where the story meets the sandbox: each step is done, waited for, told, and looked up."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from incident_actions.drill.narration import Narration, readable
from incident_actions.drill.runs import Runs
from incident_actions.drill.world import World
from incident_actions.sandbox import FinishedJob

MARKS = {"+1": "👍", "confused": "😕"}
NEXT = re.compile(r"^\| Next \| (.*) \|$", re.MULTILINE)
COMMAND = re.compile(r"^ {0,3}(/[a-z-]+)", re.MULTILINE)


class NotAsTold(Exception):
    """A step did not happen as the story tells it; the text says which, what should be and what is."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the story: what it is called, one line for a newcomer, and how it is played."""

    title: str
    meaning: str
    play: Callable[["Stage"], None]


class Stage:
    """What scenes are played on; `requests` counts what each kind of event made the tool ask, the most of any run."""

    def __init__(self, world: World, runs: Runs, narration: Narration) -> None:
        self.world, self.runs, self.narration = world, runs, narration
        self.requests: Counter[str] = Counter()
        self.checked = 0
        self._shown: dict[int, str] = {}
        self._day = ""

    def play(self, scene: Scene) -> None:
        """Play one scene; raises NotAsTold."""
        self.narration.scene(scene.title, scene.meaning)
        scene.play(self)

    def at(self, moment: str) -> None:
        """Let time pass until a moment in UTC, `2026-03-05 03:07`."""
        self.to(datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def to(self, moment: datetime) -> None:
        """Let time pass until a moment; it never goes back."""
        self.world.sandbox.clock.move_to(max(moment, self.now))
        day = f"{self.now:%Y-%m-%d}"
        if day != self._day:
            self.narration.day(self.now)
            self._day = day

    @property
    def now(self) -> datetime:
        """The sandbox's time."""
        return self.world.sandbox.clock.now()

    def type(self, who: str, issue: int, text: str) -> None:
        """Somebody comments, and nobody waits for the answer yet."""
        self.narration.types(self.now, who, f"#{issue}", text)
        self.world.comment(who, issue, text)

    def comment(self, who: str, issue: int, text: str) -> list[str]:
        """Somebody comments; give what the tool replies."""
        before = len(self.world.replies(issue))
        self.type(who, issue, text)
        self.settle(" ".join(COMMAND.findall(text)))
        said = self.world.replies(issue)[before:]
        (*_, mark) = self.world.reactions(issue)
        if not mark:
            raise NotAsTold(f"the comment {text!r} on #{issue} was met with silence")
        self.narration.answers("\n".join(said), MARKS.get(mark, ""))
        self.look(issue)
        return said

    def act(self, who: str, what: str, event: str, deed: Callable[[], object]) -> list[FinishedJob]:
        """Somebody does something in GitHub's own pages."""
        self.narration.acts(self.now, who, what)
        deed()
        return self.settle(event)

    def hear(self, issue: int, event: str, deed: Callable[[], object]) -> list[str]:
        """Do something; give what the tool then says on an issue."""
        before = len(self.world.replies(issue))
        deed()
        self.settle(event)
        said = self.world.replies(issue)[before:]
        if said:
            self.narration.answers("\n".join(said))
        self.look(issue)
        return said

    def sweep(self, event: str = "sweep") -> None:
        """Let the cron workflow come round."""
        self.world.sandbox.schedule("incident-sweep.yml")
        self.settle(event)

    def settle(self, event: str) -> list[FinishedJob]:
        """Wait for the runs that an event starts, and count what they asked; raises NotAsTold where one fails."""
        self.narration.waits("the workflow runs")
        finished = self.world.sandbox.settle()
        self.narration.waits("")
        for place, each in enumerate(finished):
            if each.exit_code > 0:
                raise NotAsTold(f"the run for {event} ended with {each.exit_code}:\n{each.output}")
            self.count(_named(event, each, place), each)
        return finished

    def the_run(self, event: str) -> FinishedJob:
        """Wait for the one run that an event starts; raises NotAsTold where there is none, or another."""
        runs = self.settle(event)
        if len(runs) != 1:
            raise NotAsTold(f"{event} started {len(runs)} runs of the workflows, not one")
        return runs[0]

    def count(self, event: str, run: FinishedJob) -> None:
        """Note what a run asked of GitHub."""
        self.requests[event] = max(self.requests[event], self.runs.asked[run.job.id])

    def look(self, issue: int) -> None:
        """Show the head of an issue's card where it reads otherwise than before."""
        card = self.world.card(issue)
        following = NEXT.search(card)
        head = card.partition("\n")[0]
        if card and self._shown.get(issue) != (seen := f"{head}\n{following[1] if following else ''}"):
            self._shown[issue] = seen
            self.narration.shows(readable(head), readable(following[1]) if following else "")

    def expect(self, fact: str, seen: object, wanted: object = True) -> None:  # noqa: FBT002 - most facts are yes or no
        """Look a fact up; raises NotAsTold where it is otherwise."""
        self.verify(fact, seen, wanted)
        self.narration.holds(fact)

    def verify(self, fact: str, seen: object, wanted: object) -> None:
        """Look a fact up without a word, where another line tells it; raises NotAsTold where it is otherwise."""
        if seen != wanted:
            raise NotAsTold(f"{fact}\n  expected: {wanted!r}\n  found:    {seen!r}")
        self.checked += 1


def _named(event: str, run: FinishedJob, place: int) -> str:
    """The event's name; a refusal apart, and the further runs that GitHub starts for one deed by their own events."""
    if place:
        payload = json.loads((run.job.directory / "event.json").read_text(encoding="utf-8"))
        return f"{event}, {run.job.event} {payload.get('action', '')}".strip()
    if run.exit_code:
        return f"{event} (killed)"
    refused = run.outputs.get("reason") and run.outputs.get("outcome") != "ignored"
    return f"{event} (refused)" if refused else event
