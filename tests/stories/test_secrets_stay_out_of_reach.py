"""No secret of a run can be read: not through what lies in a checkout, and not from the environment of the tool."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill import tool_checkout
from incident_actions.drill.installed_tool import INSTALLED_TOOL, VARIABLE_PREFIXES, start_process
from incident_actions.runs.exit_code import MISCONFIGURED
from incident_actions.sandbox import Exchange, Job, Sandbox
from incident_actions.sandbox.runners import inherited_environment
from tests.sandbox.client import Link
from tests.stories.conftest import PEOPLE, ROOT, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system shows no environment")

SECRETS = {
    "INCIDENT_SIGNING_KEY": "S3cr3t-signing-key",
    "INCIDENT_NOTIFY_URLS": "# S3cr3t-address",
    "INCIDENT_SERVICES_TOKEN": "S3cr3t-services-token",
}
UNKNOWN = ".github/incidents/comments/unknown_command.md"
SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"
OURS = "Unknown command `/frobnicate`."


class Started:
    """Runs jobs in real processes, and knows the one at work."""

    process: subprocess.Popen[bytes]

    def __call__(self, job: Job) -> int:
        with job.log.open("wb") as log:
            self.process = self.begin(job, log.fileno())
        ended = self.process.wait(60)
        return 0 if ended == MISCONFIGURED else ended

    def begin(self, job: Job, log: int) -> subprocess.Popen[bytes]:
        """Start the tool as the sandbox does."""
        return start_process(job, log)

    def environ(self) -> str:
        """What the system shows of the tool's environment."""
        return Path(f"/proc/{self.process.pid}/environ").read_text(errors="replace")

    def descriptors(self) -> list[str]:
        """What the tool holds open."""
        return [str(each.readlink()) for each in Path(f"/proc/{self.process.pid}/fd").iterdir()]


class ByAction(Started):
    """Runs jobs as the tool's action does: its start script becomes the tool, on a runner that keeps its packages."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = tool_checkout.path_with_this_python(inherited_environment()["PATH"])
        tool_checkout.fill_tool_cache(tool_checkout.lay_out_tool(place / "tool"), place / "cache", self.path)

    def begin(self, job: Job, log: int) -> subprocess.Popen[bytes]:
        """Start the script with the environment that the action's step has, its secrets included."""
        runner = {"PATH": self.path, "RUNNER_TOOL_CACHE": str(self.place / "cache"), "ACTIONS_RUNTIME_TOKEN": "S3cr3t"}
        return subprocess.Popen(
            [sys.executable, "-I", ROOT / ".github/actions/incident-actions/start.py", *job.command],
            cwd=job.workspace,
            env={
                **inherited_environment(VARIABLE_PREFIXES),
                **job.environment,
                **runner,
                "INCIDENT_KEEP_ENVIRONMENT": "true",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


class ByHand(Started):
    """Runs jobs as a person would who has set the variables in a shell."""

    def begin(self, job: Job, log: int) -> subprocess.Popen[bytes]:
        """Start the tool with its secrets in the environment."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "incident_actions", *job.command],
            cwd=job.workspace,
            env={**inherited_environment(VARIABLE_PREFIXES), **job.environment, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


class InProcess(Started):
    """Runs jobs in this process, which is quicker."""

    def __call__(self, job: Job) -> int:
        ended = in_process(job)
        return 0 if ended == MISCONFIGURED else ended


@pytest.fixture(params=["sandbox", "action", "hand"])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Started:
    if request.param == "action":
        return ByAction(tmp_path)
    return {"sandbox": Started, "hand": ByHand, "in process": InProcess}[request.param]()


@pytest.fixture
def team(tmp_path: Path, runner: Started) -> Iterator[Team]:
    with Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=runner) as sandbox:
        sandbox.host.secrets |= SECRETS
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        team = Team(sandbox)
        team.as_("ada").json("POST", "labels", {"name": "incident"})
        yield team


def secrets(team: Team) -> list[str]:
    return [*SECRETS.values(), "S3cr3t", team.sandbox.installation_token]


def leaked(team: Team, text: str) -> list[str]:
    return [secret for secret in secrets(team) if secret in text]


def merge(team: Team, files: dict[str, str | None]) -> None:
    team.as_("ada").branch("words", files)
    pull = team.as_("ada").pull("words")["number"]
    team.as_("ada").json("PUT", f"pulls/{pull}/merge", {})
    team.sandbox.settle()


@pytest.mark.parametrize("runner", ["in process"], indirect=True)
@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({UNKNOWN: Link("../../../secret")}, f"{UNKNOWN} is a symbolic link, not a regular file"),
        ({UNKNOWN: Link("nowhere")}, f"{UNKNOWN} is a symbolic link, not a regular file"),
        ({".github/incidents/comments": Link("/proc/self")}, ".github/incidents/comments is a symbolic link"),
        ({".github/incidents": Link("/proc/self")}, ".github/incidents is a symbolic link, not a folder"),
        ({f"{UNKNOWN}/a.md": "a folder"}, f"{UNKNOWN} is a folder, not a regular file"),
        ({UNKNOWN: "x" * 2_000_000}, f"{UNKNOWN} is longer than 32,768 bytes"),
    ],
    ids=["link", "broken link", "parent", "grandparent", "folder", "2 MB"],
)
def test_a_template_that_is_no_regular_file_is_stood_in_for_and_told_with_its_path(
    team: Team, files: dict[str, str | None], why: str
) -> None:
    merge(team, files)
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    said, told = team.say("grace", incident, "/frobnicate")

    assert said.startswith(OURS)
    assert why in told


@pytest.mark.parametrize("runner", ["hand"], indirect=True)
@pytest.mark.parametrize(
    ("template", "why"),
    [
        (Link("/proc/self/environ"), f"{UNKNOWN} is a symbolic link, not a regular file"),
        ("{% include '/proc/self/environ' %}", "TemplateNotFound: /proc/self/environ"),
    ],
    ids=["link", "include"],
)
@pytest.mark.rest
def test_a_reader_gets_no_secret_by_an_unknown_command(team: Team, template: str, why: str) -> None:
    merge(team, {UNKNOWN: template})
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    said = team.say("mary", incident, "/frobnicate")

    assert leaked(team, "".join(each["body"] for each in team.comments(incident))) == []
    assert [body.startswith(OURS) for body in said] == [True]
    assert why in team.say("grace", incident, "/frobnicate")[1]


@pytest.mark.parametrize("runner", ["in process"], indirect=True)
@pytest.mark.parametrize("target", ["/proc/self/environ", "../secret", "nowhere"])
def test_a_configuration_that_is_a_link_is_told_as_a_broken_one(team: Team, target: str) -> None:
    merge(team, {".github/incidents.yml": Link(target), "secret": "extends: lean\n"})

    incident = team.file("grace", "Search is slow", severity=SEV_3)

    [told] = [body for body in team.replies(incident) if ".github/incidents.yml" in body]
    assert ".github/incidents.yml:1:1: is a symbolic link, not a regular file" in told
    assert leaked(team, "".join(each["body"] for each in team.comments(incident))) == []
    assert team.headline(incident)


@pytest.mark.parametrize("runner", ["in process"], indirect=True)
def test_a_configuration_that_is_no_utf_8_stops_nothing(team: Team) -> None:
    ada = team.as_("ada")
    blob = ada.json("POST", "git/blobs", {"content": "IyD//gpleHRlbmRzOiBkZWZhdWx0Cg==", "encoding": "base64"})["sha"]
    ada.branch("bytes", {"other.md": "x"})
    base = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    entry = {"path": ".github/incidents.yml", "mode": "100644", "sha": blob}
    tree = ada.json("POST", "git/trees", {"base_tree": base, "tree": [entry]})["sha"]
    commit = ada.json("POST", "git/commits", {"message": "Bytes", "tree": tree, "parents": [base]})["sha"]
    ada.json("PATCH", "git/refs/heads/main", {"sha": commit})
    team.sandbox.settle()

    incident = team.file("grace", "Search is slow", severity=SEV_3)

    assert team.headline(incident)


@pytest.mark.rest
def test_the_tool_has_no_secret_in_its_environment_while_it_renders_a_teams_template(
    team: Team, runner: Started
) -> None:
    """While the sandbox answers the request that posts the reply, the tool has just rendered it, and waits."""
    merge(team, {UNKNOWN: "Nobody here knows `/{{ asked }}`."})
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    seen: list[str] = []

    def look(exchange: Exchange) -> None:
        if exchange.request.method == "POST" and "Nobody here knows" in str(exchange.json):
            seen.extend((runner.environ(), *runner.descriptors()))

    team.sandbox.observers.append(look)
    team.say("mary", incident, "/frobnicate")

    assert "GITHUB_REPOSITORY=acme/shop" in seen[0]
    assert leaked(team, "\n".join(seen)) == []
    assert [each for each in seen[1:] if "memfd" in each or "deleted" in each] == []
    assert "Nobody here knows `/frobnicate`." in team.replies(incident)
