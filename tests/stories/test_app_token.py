"""With an App's token instead of the workflow's own: what it does starts workflows, and its name is another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record
from tests.app_keys import app_keys
from tests.sandbox import published
from tests.sandbox.client import Client
from tests.stories.conftest import CONFIGURATION, PEOPLE, ROOT, WEDNESDAY, adopted
from tests.stories.team import Team, by_command_line

APP = "acme-incidents[bot]"
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
FORMER = f'former_bots: ["{ACTIONS_BOT}"]\n'


@dataclass
class AsApp:
    """Runs jobs with an App's token, as a workflow does that asks for one first; `told` is what it tells of it."""

    told: dict[str, str]
    installed: bool
    sandbox: Sandbox | None = None

    def __call__(self, job: Job) -> int:
        if self.installed and self.sandbox:
            given = {"GITHUB_TOKEN": self.sandbox.token(APP), **self.told}
            job = replace(job, environment=job.environment | given)
        return by_command_line(job)


Begin = Callable[..., tuple[Team, AsApp]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begin a team whose workflows have an App's token, or are to have it later."""
    open_ones = []

    @contextmanager
    def running(runner: AsApp, configuration: str, more: dict[str, str]) -> Iterator[Team]:
        files = {**adopted(), ".github/incidents.yml": configuration, **more}
        with (
            Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=runner) as sandbox,
            published.holding(sandbox),
        ):
            runner.sandbox = sandbox
            sandbox.create_repository("acme/shop", files, collaborators={**PEOPLE, APP: "write"})
            team = Team(sandbox)
            team.make_labels()
            yield team

    def begun(
        configuration: str = "",
        *,
        files: dict[str, str] | None = None,
        services: str = "",
        told: dict[str, str] | None = None,
        installed: bool = True,
    ) -> tuple[Team, AsApp]:
        runner = AsApp(told={"INCIDENT_APP_SLUG": "acme-incidents"} if told is None else told, installed=installed)
        begins = CONFIGURATION.partition("services:")[0] + services if services else CONFIGURATION
        context = running(runner, begins + configuration, files or {})
        open_ones.append(context)
        return context.__enter__(), runner

    yield begun
    for context in open_ones:
        context.__exit__(None, None, None)


def runs(team: Team) -> Counter[tuple[str, str]]:
    """How often each workflow ran, and on which event."""
    return Counter((job.job.workflow, job.job.event) for job in team.sandbox.jobs.finished)


def requests(team: Team, since: int) -> list[str]:
    """What the tool asked since a moment."""
    asked = team.sandbox.requests[since:]
    return [f"{one.method} {one.path.rpartition('/api/v3')[2] or one.path}" for one in asked if one.actor == APP]


def life(team: Team) -> int:
    """From the form to the closed incident with its action items; the incident's number."""
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ack\n/ic")
    team.say("grace", incident, "/hotfix raise the pool size")
    team.merge("ada", 2)
    team.say("grace", incident, "/action @linus fri Alert on pool exhaustion detect")
    team.say("grace", incident, "/resolve rolled back")
    team.merge("grace", 4)
    return incident


@pytest.mark.rest
def test_a_whole_life_starts_one_run_for_each_thing_that_people_do_and_none_for_what_the_app_does(begin: Begin) -> None:
    team, _ = begin()

    incident = life(team)

    assert team.headline(incident) == "✅ SEV-1 · Closed"
    assert {each["user"]["login"] for each in team.comments(incident)} == {"grace", APP}
    assert len(team.cards(incident)) == len(team.beginning(incident)) == 1
    assert [each["number"] for each in team.items()] == [3]
    # The App's issues, comments, labels and reactions pass no job's `if:`. What people want runs: the check of the
    # post-mortem that the App proposed, which the workflow's own token would leave waiting for an approval.
    assert runs(team) == {
        ("respond", "issues"): 2,  # filing the form opens an issue and labels it
        ("respond", "issue_comment"): 4,
        ("respond", "pull_request"): 2,
        ("postmortem", "pull_request"): 2,  # its proposal, and what people wrote into it
    }
    words = team.as_("ada").json("GET", "pulls/4")["body"]
    assert "When you merge this, each new action item becomes an issue" in words
    sent = Counter(each.event for each in team.sandbox.deliveries if each.actor == APP)
    assert {"issues", "issue_comment", "pull_request"} <= set(sent)


@pytest.mark.parametrize("installed", [True, False], ids=["an App", "the workflow's own token"])
@pytest.mark.rest
def test_the_clock_that_starts_itself_starts_no_more_under_an_app(begin: Begin, *, installed: bool) -> None:
    clock = (ROOT / ".github/workflows/clock.yml").read_text()
    team, _ = begin(files={".github/workflows/clock.yml": clock}, installed=installed)
    team.file("grace", "Checkout is down", severity=SEV_1)

    team.passes(hours=1)
    team.sweep()
    team.passes(minutes=30)

    ran = runs(team)
    # A clock hands over every twelve and a half minutes, and starts itself as long as a timer is near.
    assert 5 <= sum(ran.pop(each, 0) for each in list(ran) if each[0] == "clock") <= 10
    assert ran == {("respond", "issues"): 2, ("sweep", "schedule"): 1}


def test_a_command_costs_an_app_no_request_more(begin: Begin) -> None:
    team, _ = begin()
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.later(minutes=5)
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/sev 2")

    asked = requests(team, before)
    assert not [each for each in asked if "graphql" in each or each == "GET /user"]
    assert len(asked) <= 8


@pytest.mark.parametrize("told", [{}, {"INCIDENT_APP_SLUG": "another-app"}], ids=["nothing", "another name"])
@pytest.mark.rest
def test_an_app_of_which_the_tool_was_told_wrong_is_found_out_and_nothing_is_twice(
    begin: Begin, told: dict[str, str]
) -> None:
    team, _ = begin(told=told)

    incident = life(team)
    team.later(days=20)
    team.sweep()
    team.sweep()

    assert team.headline(incident) == "✅ SEV-1 · Closed"
    assert len(team.cards(incident)) == len(team.beginning(incident)) == 1
    assert [each["number"] for each in team.items()] == [3]
    assert len(team.replies(3)) == 1, "the action item is chased"
    pulls = team.as_("ada").json("GET", "pulls", params={"state": "all"})
    assert len(pulls) == 2
    ran = team.sandbox.jobs.finished
    assert any("This token writes as acme-incidents[bot]." in job.output for job in ran)
    asked = [one for one in team.sandbox.requests if one.path.endswith("/graphql") and one.actor == APP]
    assert len(asked) <= len(ran)


@pytest.mark.rest
def test_a_running_incident_goes_on_under_an_app_where_the_former_account_is_listed(begin: Begin) -> None:
    team, runner = begin(FORMER, installed=False)
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ack\n/ic\n/action @linus fri Alert on pool exhaustion detect")

    runner.installed = True
    team.say("grace", incident, "/action @grace fri Raise the pool prevent")
    team.say("grace", incident, "/resolve rolled back")
    team.merge("grace", 4)
    team.say("linus", 2, "/done alert 1234 fires in staging")

    (card,) = [each for each in team.comments(incident) if each["body"] in team.cards(incident)]
    assert card["user"]["login"] == ACTIONS_BOT
    assert team.headline(incident) == "✅ SEV-1 · Closed"
    assert len(team.beginning(incident)) == 1
    assert [(each["number"], each["user"]["login"]) for each in team.items()] == [(2, ACTIONS_BOT), (3, APP)]
    assert team.shows(2)["state"] == "closed"


@pytest.mark.rest
def test_a_running_incident_whose_account_nobody_listed_is_not_begun_again_and_says_what_to_do(begin: Begin) -> None:
    team, runner = begin(installed=False)
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ack\n/ic\n/hotfix pool")

    runner.installed = True
    for _ in range(2):
        team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": "/sev 2"})
        ran = team.sandbox.settle()
    said = [each["body"] for each in team.comments(incident) if each["user"]["login"] == APP]
    team.write("ada", ".github/incidents.yml", "main", CONFIGURATION + FORMER)
    team.say("grace", incident, "/sev 3")

    assert [(job.exit_code, job.job.workflow) for job in ran] == [(2, "respond")]
    assert said == [
        '<!-- incident-actions:say estranged:github-actions[bot] -->\n**Nothing was done**, because `github-actions[bot]` wrote the record of this issue, and this run writes as `acme-incidents[bot]`. If both are incident-actions, add this to `.github/incidents.yml`, then post your command again:\n\n```\nformer_bots: ["github-actions[bot]"]\n```'
    ]
    assert len(team.cards(incident)) == len(team.beginning(incident)) == 1
    assert team.headline(incident) == "🟡 SEV-3 · Investigating"
    assert team.reactions(incident) == ["+1", "+1", "+1", "+1"]


@pytest.mark.rest
def test_a_card_by_another_workflow_is_none_where_the_tool_has_an_app_of_its_own(begin: Begin) -> None:
    team, _ = begin()
    incident = team.open("grace", "Checkout is down")
    forged = f"<!-- incident-actions:card -->\nforged\n\n{record.write_record(())}"
    workflow = Client(team.sandbox, team.sandbox.installation_token)
    workflow.json("POST", f"issues/{incident}/comments", {"body": forged})

    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": ["incident"]})
    team.settle()
    team.say("grace", incident, "/sev 2")

    (card,) = [
        each["body"] for each in team.comments(incident) if each["user"]["login"] == APP and "card -->" in each["body"]
    ]
    assert card.splitlines()[1] == "## 🟠 SEV-2 · Investigating"
    assert len(team.beginning(incident)) == 1


@pytest.mark.rest
def test_another_bot_that_labels_like_the_tool_is_not_taken_for_it(begin: Begin) -> None:
    """What the tool cannot tell from a former account of its own stops it, and it says so."""
    team, _ = begin()
    incident = team.open("grace", "Checkout is down")
    forged = f"<!-- incident-actions:card -->\nforged\n\n{record.write_record(())}"
    workflow = Client(team.sandbox, team.sandbox.installation_token)
    workflow.json("POST", f"issues/{incident}/labels", {"labels": ["status: investigating"]})
    workflow.json("POST", f"issues/{incident}/comments", {"body": forged})

    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": ["incident"]})
    (ran,) = team.sandbox.settle()

    assert ran.exit_code == 2
    assert "github-actions[bot] wrote the record, but this run writes as acme-incidents[bot]." in ran.output
    assert [each["user"]["login"] for each in team.comments(incident)] == [ACTIONS_BOT, APP]


@pytest.mark.rest
def test_an_alert_finds_its_incident_under_an_app_that_nobody_told(begin: Begin) -> None:
    team, _ = begin(told={})
    alert = {"event_type": "alert", "client_payload": {"status": "firing", "title": "Slow", "fingerprint": "x"}}

    for _ in range(3):
        team.as_("ada").json("POST", "dispatches", alert)
        team.settle()

    issues = team.as_("ada").json("GET", "issues", params={"labels": "incident", "state": "all"})
    assert [(each["number"], each["user"]["login"]) for each in issues] == [(1, APP)]
    assert len(team.cards(1)) == 1


@pytest.mark.parametrize("slug", ["acme incidents", "acme-incidents[bot]", "../x"])
@pytest.mark.rest
def test_a_slug_that_is_none_is_refused_in_words(begin: Begin, slug: str) -> None:
    team, _ = begin(told={"INCIDENT_APP_SLUG": slug})
    team.as_("grace").json("POST", "issues", {"title": "Down", "labels": ["incident"]})

    ran = team.sandbox.settle()

    assert {job.exit_code for job in ran} == {2}
    assert "INCIDENT_APP_SLUG must be the App's name as in its address, such as acme-incidents" in ran[0].output


@pytest.mark.rest
def test_an_app_that_is_installed_on_a_services_repository_opens_the_fix_there(begin: Begin) -> None:
    team, _ = begin(services="services: [{ name: api, repository: acme/api }]\n")
    people = {"linus": "write", "grace": "write", APP: "write"}
    team.sandbox.create_repository("acme/api", {"README.md": "# api\n"}, private=True, collaborators=people)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")

    (said,) = team.say("grace", incident, "/hotfix raise the pool size")

    assert "in `acme/api` and its draft pull request acme/api#1." in said
    assert team.as_("linus").json("GET", "/repos/acme/api/pulls/1")["user"]["login"] == APP


@pytest.mark.rest
def test_an_action_item_whose_account_nobody_listed_says_so_and_costs_a_sweep_one_question(begin: Begin) -> None:
    team, runner = begin(installed=False)
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/action @linus fri One\n/action @linus fri Two\n/action @linus fri Three")
    runner.installed = True

    before = len(team.sandbox.requests)
    team.sandbox.schedule("sweep.yml")
    (swept,) = team.sandbox.settle()
    asked = requests(team, before)
    team.as_("linus").json("POST", "issues/2/comments", {"body": "/done #7"})
    (ran,) = team.sandbox.settle()

    assert swept.exit_code == 1
    assert swept.output.count("github-actions[bot] wrote the record") == 4
    assert [each.rpartition("/")[2] for each in asked].count("graphql") == 1
    assert len([each for each in asked if "/issues/2" in each or "/issues/3" in each]) == 0
    assert (ran.exit_code, len(team.replies(2)), team.shows(2)["state"]) == (2, 1, "open")


@contextmanager
def keyed(tmp_path: Path, configuration: str = CONFIGURATION, *, private: bool = False) -> Iterator[Team]:
    """A team whose workflows have the App's key."""
    own, public = app_keys()
    files = files_of_adopter(configuration, SOURCE)
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=by_command_line) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.register("acme-incidents", "Iv23li", public)
        sandbox.create_repository("acme/shop", files, collaborators={**PEOPLE, APP: "write"}, private=private)
        sandbox.repository("acme/shop").settings.variables["INCIDENT_APP_CLIENT_ID"] = "Iv23li"
        sandbox.host.secrets["INCIDENT_APP_PRIVATE_KEY"] = own
        team = Team(sandbox)
        team.make_labels()
        yield team


@pytest.mark.rest
def test_with_the_apps_key_the_workflows_ask_for_its_token_themselves(tmp_path: Path) -> None:
    with keyed(tmp_path) as team:
        sandbox = team.sandbox
        number = life(team)

        assert team.headline(number) == "✅ SEV-1 · Closed"
        writes = [one for one in sandbox.requests if one.method != "GET"]
        assert {one.actor for one in writes} == {"ada", "grace", APP, ACTIONS_BOT}
        of_the_check = {one.route for one in writes if one.actor == ACTIONS_BOT}
        assert {route.rpartition("{repo}/")[2] for route in of_the_check if route} == {
            "statuses/{sha}",
            "issues/comments/{comment_id}",
        }, "the check edits the comment of the App's run, and sets a status as its workflow's own account"
        assert len(team.cards(number)) == len(team.beginning(number)) == 1
        minted = [one for one in sandbox.requests if one.route and one.route.endswith("/access_tokens")]
        acting = [each for each in sandbox.jobs.finished if each.job.workflow != "incident-postmortem"]
        assert 0 < len(minted) <= len(acting) + 1  # the clock sleeps, and has not ended


def test_with_the_apps_key_a_hotfix_reaches_the_services_repository_and_no_other_of_the_installation(
    tmp_path: Path,
) -> None:
    services = "services: [{ name: api, repository: acme/api }]\n"
    with keyed(tmp_path, CONFIGURATION.partition("services:")[0] + services) as team:
        for name in ("acme/api", "acme/payroll"):
            team.sandbox.create_repository(
                name, {"README.md": "x"}, private=True, collaborators={"grace": "write", APP: "write"}
            )
        incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")

        (said,) = team.say("grace", incident, "/hotfix raise the pool size")

        assert "in `acme/api` and its draft pull request acme/api#1." in said
        assert {each for grant in team.sandbox.host.world.grants.values() for each in grant.repositories or ()} == {
            "acme/shop",
            "acme/api",
        }


@pytest.mark.rest
def test_with_the_apps_key_a_selftest_sees_how_the_workflows_of_a_private_repository_run(tmp_path: Path) -> None:
    with keyed(tmp_path, private=True) as team:
        incident = team.file("grace", "Checkout is down", severity=SEV_1)

        (said,) = team.say("grace", incident, "/selftest")

        assert "Actions (read)" not in said
        refused = [one.route for one in team.sandbox.requests if one.status == 403 and one.actor == APP]
        assert not [
            route for route in refused if "/actions/workflows" in (route or "") or "/actions/runs" in (route or "")
        ]
