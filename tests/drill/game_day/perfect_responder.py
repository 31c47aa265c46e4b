"""Somebody who responds to every incident as its process asks, and to nothing earlier or later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from incident_actions.drill.game_day.player import ScenarioPlayer
from incident_actions.drill.game_day.score_page import ScorePage
from incident_actions.drill.game_day.server import GameDay, GameDayChoice, prepare_game_day
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.drill.repository import DrillRepository
from incident_actions.drill.shop import REPOSITORY
from incident_actions.game_days.scenario import ScenarioMoment
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.sandbox import Sandbox
from incident_actions.timers.schedule import next_update, running_series
from tests.sandbox.conftest import NOON
from tests.stories.team import in_process

MINUTE = timedelta(minutes=1)
LONGEST = 180
"""The most minutes that a scenario may last."""


@dataclass
class Responder:
    """A person who responds to a scenario in a sandbox."""

    day: GameDay
    sandbox: Sandbox
    page: ScorePage
    repository: DrillRepository
    ends: str = "/resolve Rolled back"
    seen: dict[int, int] = field(default_factory=dict)
    """The minutes for which each incident is known."""

    @property
    def me(self) -> str:
        """The login of the person."""
        return next(iter(self.day.people))

    def live(self) -> None:
        """Respond minute by minute until nothing happens any more, and write the post-mortems."""
        player = self.page.player
        player.start(self.sandbox.clock.now())
        for _ in range(LONGEST):
            self.sandbox.let_pass(MINUTE)
            for number in player.records():
                self._respond(number)
            if player.is_over:
                break

    def _respond(self, number: int) -> None:
        incident = fold(number, self.page.player.records()[number])
        if incident is None or incident.phase not in RUNNING:
            return
        self.seen[number] = self.seen.get(number, 0) + 1
        lines = list(self._lines(incident, self.seen[number]))
        if lines:
            self.repository.comment(self.me, number, "\n".join(lines))
            self.sandbox.settle()
        if self.ends in lines:
            self._write_postmortem()

    def _lines(self, incident: Incident, minute: int) -> Iterator[str]:
        process, now = self.day.process, self.sandbox.clock.now()
        if minute == 1:
            yield "/sev 1\n/ack"
            yield from (f"/role {role.key} @{self.me}" for role in process.roles)
            waiting = {step.by for step in self.day.scenario.steps if step.after is ScenarioMoment.PAGED}
            yield from (f"/page @{login}" for login in sorted(filter(None, waiting)))
            yield "/update We look into it\n/publish Some of you cannot pay. We are working on it."
        due = next_update(incident, process)
        if due and minute > 1 and due - now < 2 * MINUTE:
            yield "/update Still working on it"
        watch = [each.first for each in running_series(incident, process) if each.what == "watch"]
        if self.ends.startswith("/false-alarm"):
            yield from (self.ends,) if minute == 20 else ()
        elif minute == 40:
            yield "/mitigated Rolled back"
        elif incident.phase is Phase.MITIGATED and minute > 45 and all(each <= now for each in watch):
            yield self.ends

    def _write_postmortem(self) -> None:
        for pull in self.repository.pulls():
            if pull.state == "open":
                self._merge(pull.number, pull.head.ref)

    def _merge(self, pull: int, branch: str) -> None:
        path = next(each for each in self.repository.files(branch) if each not in self.repository.files())
        text = fill_in(self.repository.text(path, branch), self.day.process)
        self.repository.commit_file(self.me, branch, path, text, "Write the post-mortem")
        self.sandbox.settle()
        self.repository.merge(self.me, pull)
        self.sandbox.settle()


@contextmanager
def responding(folder: Path, choice: GameDayChoice) -> Iterator[Responder]:
    """Serve a game day whose jobs run in this process, and yield somebody who responds to it."""
    day = prepare_game_day(choice)
    player = ScenarioPlayer(day.scenario, day.saved.progress, lambda _: None)
    page = ScorePage(player, day.process)
    first = day.repository
    with Sandbox(folder, now=NOON, tool=INSTALLED_TOOL, runner=in_process, extension=page.extension) as sandbox:
        sandbox.create_repository(first.full_name, first.files, collaborators=first.collaborators)
        with closing(DrillRepository(sandbox, REPOSITORY)) as repository:
            for label in first.labels:
                repository.as_user(next(iter(day.people))).create_label(label, "b60205")
            with player.attend(sandbox, next(iter(day.people))):
                yield Responder(day, sandbox, page, repository)
