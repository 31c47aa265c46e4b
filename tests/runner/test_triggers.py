"""Every workflow file and every trigger, as webhook payloads of the sandbox, played by a real runner."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from incident_actions.sandbox import Job
from incident_actions.sandbox.act import Act
from incident_actions.sandbox.job import read_outputs
from tests.runner import adopting
from tests.runner.conftest import running
from tests.stories.team import Team, in_process
from tests.workflows.files import content

PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
POSTMORTEM = "postmortem/1"
ALERT = {"title": "Checkout is down", "fingerprint": "abc", "status": "firing"}
Deed: TypeAlias = Callable[[Team], object]
Ran: TypeAlias = tuple[str, str, str, int, str]
"""A workflow, the event and its type, the exit code and the outcome."""


@dataclass
class Stage:
    """A runner that does little until what came before is over, and then plays each job by act and notes it."""

    act: Act
    ran: list[Ran] = field(default_factory=list)
    playing: bool = True

    def __call__(self, job: Job) -> int:
        """Run a job."""
        if not self.playing:
            job.log.touch()
            return in_process(job) if job.workflow == "incident-respond" else 0
        exit_code = self.act(job)
        kind = content(job.directory / "event.json").get("action", "")
        outcome = read_outputs((job.directory / "output").read_text()).get("outcome", "")
        self.ran.append((job.workflow.removeprefix("incident-"), job.event, kind, exit_code, outcome))
        return exit_code

    @contextmanager
    def before(self) -> Iterator[None]:
        """What happens before anything is played."""
        self.playing = False
        yield
        self.playing = True


def incident(team: Team) -> None:
    team.as_("grace").issue(labels=["incident"])
    team.sandbox.settle()


def plain(team: Team) -> None:
    team.as_("grace").issue()
    team.sandbox.settle()


def closed_incident(team: Team) -> None:
    incident(team)
    closed(team)
    team.sandbox.settle()


def proposal(team: Team) -> None:
    incident(team)
    pulled(team)
    team.sandbox.settle()


def nothing(team: Team) -> None:
    pass


def opened(team: Team) -> None:
    team.as_("grace").issue(labels=["incident"])


def labelled(team: Team) -> None:
    team.as_("grace").json("POST", "issues/1/labels", {"labels": ["incident"]})


def unlabelled(team: Team) -> None:
    team.as_("grace").json("DELETE", "issues/1/labels/incident")


def closed(team: Team) -> None:
    team.as_("grace").json("PATCH", "issues/1", {"state": "closed"})


def reopened(team: Team) -> None:
    team.as_("grace").json("PATCH", "issues/1", {"state": "open"})


def says(text: str) -> Deed:
    return lambda team: team.as_("grace").json("POST", "issues/1/comments", {"body": text})


def answered(team: Team) -> None:
    incident(team)
    says("/ack")(team)
    team.sandbox.settle()


def deletes_the_command(team: Team) -> None:
    (typed,) = [each for each in team.as_("grace").json("GET", "issues/1/comments") if each["body"] == "/ack"]
    team.as_("grace").json("DELETE", f"issues/comments/{typed['id']}")


def says_on_the_pull_request(text: str) -> Deed:
    return lambda team: team.as_("grace").json("POST", "issues/2/comments", {"body": text})


def pulled(team: Team) -> None:
    team.as_("grace").branch(POSTMORTEM, {PATH: "# Checkout is down\n"})
    team.as_("grace").pull(POSTMORTEM)


def pushed(team: Team) -> None:
    sha = team.as_("grace").json("GET", f"contents/{PATH}", params={"ref": POSTMORTEM})["sha"]
    text = base64.b64encode(b"# Checkout was down\n").decode()
    body = {"message": "Edit", "content": text, "branch": POSTMORTEM, "sha": sha}
    team.as_("grace").json("PUT", f"contents/{PATH}", body)


def ticked(team: Team) -> None:
    (listed,) = [each for each in team.as_("grace").json("GET", "issues/1/comments") if " list:" in each["body"]]
    body = listed["body"].replace("- [ ]", "- [x]", 1)
    team.as_("grace").json("PATCH", f"issues/comments/{listed['id']}", {"body": body})


def merged(team: Team) -> None:
    team.as_("grace").json("PUT", "pulls/2/merge", {})


def refused(team: Team) -> None:
    team.as_("grace").json("PATCH", "pulls/2", {"state": "closed"})


def by_cron(team: Team) -> None:
    team.sandbox.schedule("incident-sweep.yml")


def by_button(workflow: str, **inputs: str) -> Deed:
    def dispatch(team: Team) -> None:
        team.as_("grace").json("POST", f"actions/workflows/{workflow}/dispatches", {"ref": "main", "inputs": inputs})

    return dispatch


def dispatched(kind: str, **payload: str) -> Deed:
    def dispatch(team: Team) -> None:
        team.as_("ada").json("POST", "dispatches", {"event_type": kind, "client_payload": payload})

    return dispatch


CREATED = ("issue_comment", "created")
CLOCK = ("clock", "repository_dispatch", "incident-clock", 0, "")
"""What a run starts that declares an incident; and while that is young each run that finds no clock awake, as here."""
CASES: list[tuple[Deed, Deed, list[Ran]]] = [
    (
        nothing,
        opened,
        [
            CLOCK,
            ("respond", "issues", "labeled", 0, "reconciled"),
            ("respond", "issues", "opened", 0, "declared"),
        ],
    ),
    (
        plain,
        labelled,
        [CLOCK, ("respond", "issues", "labeled", 0, "declared")],
    ),
    (incident, unlabelled, [CLOCK, ("respond", "issues", "unlabeled", 0, "reconciled")]),
    (incident, closed, [("respond", "issues", "closed", 0, "reconciled")]),
    (
        closed_incident,
        reopened,
        [CLOCK, ("respond", "issues", "reopened", 0, "reconciled")],
    ),
    (
        plain,
        says("/declare"),
        [CLOCK, ("respond", *CREATED, 0, "declared")],
    ),
    (incident, says("On it.\n/ack"), [CLOCK, ("respond", *CREATED, 0, "answered")]),
    (incident, says("Looks fine to me."), []),
    (answered, deletes_the_command, [CLOCK, ("respond", "issue_comment", "deleted", 0, "reconciled")]),
    (incident, ticked, [CLOCK, ("respond", "issue_comment", "edited", 0, "reconciled")]),
    (proposal, says_on_the_pull_request("/lgtm"), []),
    (incident, pulled, [("postmortem", "pull_request", "opened", 1, "to-fix")]),
    (proposal, pushed, [("postmortem", "pull_request", "synchronize", 1, "to-fix")]),
    (proposal, merged, [CLOCK, ("respond", "pull_request", "closed", 0, "reconciled")]),
    (proposal, refused, [CLOCK, ("respond", "pull_request", "closed", 0, "reconciled")]),
    (
        incident,
        by_cron,
        [CLOCK, ("sweep", "schedule", "", 0, "")],
    ),
    (incident, by_button("incident-sweep.yml", dry_run="true"), [("sweep", "workflow_dispatch", "", 0, "")]),
    (nothing, by_button("incident-clock.yml"), [("clock", "workflow_dispatch", "", 0, "")]),
    (
        nothing,
        dispatched("alert", **ALERT),
        [
            CLOCK,
            ("respond", "repository_dispatch", "alert", 0, "declared"),
        ],
    ),
    (nothing, dispatched("incident-clock"), [CLOCK]),
    (nothing, dispatched("incident-tick"), [("clock", "repository_dispatch", "incident-tick", 0, "")]),
]


@pytest.mark.rest
@pytest.mark.parametrize(("before", "deed", "expected"), CASES)
def test_an_event_is_played_by_the_workflows_that_it_starts(
    tmp_path: Path, act: Act, before: Deed, deed: Deed, expected: list[Ran]
) -> None:
    stage = Stage(act)
    with running(tmp_path, stage) as team:
        with stage.before():
            before(team)

        deed(team)

        finished = team.sandbox.settle()
        assert sorted(stage.ran) == expected, "\n".join(each.output for each in finished)


def test_no_trigger_of_a_workflow_is_left_out() -> None:
    played = {(workflow, event, kind) for _, _, ran in CASES for workflow, event, kind, _, _ in ran}

    assert set(triggers()) - played == set()


def triggers() -> Iterator[tuple[str, str, str]]:
    """Each workflow with each event and type that may start it."""
    for name in adopting.NAMES:
        asked: dict[str, Any] = dict(content(f".github/workflows/{name}.yml")["on"])
        del asked["workflow_call"]
        for event, filters in asked.items():
            usual = ["opened", "synchronize"] if event == "pull_request" else [""]
            types = filters.get("types", usual) if isinstance(filters, dict) else usual
            yield from ((name, event, kind) for kind in types)
