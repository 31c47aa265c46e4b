"""A process with people: a rota, contacts with and without anybody behind them, and a ladder."""

from functools import cache

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from tests import quiet_process
from tests.worlds import World

TEXT = """
extends: default
services:
  - { name: api, owner: acme/api }
contacts:
  backup: { name: Backup on-call, people: [linus] }
  manager: { name: Engineering manager, people: [acme/managers, margaret] }
  vp: { name: VP Engineering }
on_call: { primary: [{ people: [ada] }], secondary: [{ people: [linus] }] }
ladder:
  - { name: waiting, when: blocked, page: [manager] }
  - { name: unresolved, when: not resolved, after: 30, page: [vp], also: [Prepare public communication] }
  - { name: unanswered, when: not acknowledged, after: 5, page: [backup, tech], also: [Check the channels, Look up] }
  - { name: stuck, when: no progress, after: 15, page: [manager], severities: [SEV-1] }
escalation: [margaret]
links: { room: "#incident-{number}" }
"""


@cache
def manned(text: str = TEXT) -> Process:
    """The default process with these people."""
    return read_process(text, quiet_process.quiet_preset, tuple(BY_WORD))


def worked(*before: str, process: Process | None = None) -> World:
    """A running incident under it, after grace commented each of these."""
    return _run(process, *before) if process else _run_once(*before).copy()


@cache
def _run_once(*before: str) -> World:
    return _run(manned(), *before)


def _run(process: Process, *before: str) -> World:
    world = World(process=process)
    world.run()
    for each in before:
        world.ask("grace", each)
    return world
