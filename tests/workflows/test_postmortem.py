"""The post-mortem workflow reads what anybody proposes, a fork too, and can do nothing but read."""

import re

from incident_actions.gateway.repository.templates import OWN_FOLDER
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.sandbox.expressions import evaluate, interpolate
from tests.workflows.files import ACTION, ROOT, called, content, only_job, tool_step

FILE = ".github/workflows/postmortem.yml"
WORKFLOW, JOB = content(FILE), only_job("postmortem")
FORKED = {
    "action": "opened",
    "number": 9,
    "pull_request": {
        "number": 9,
        "base": {"sha": "b" * 40, "ref": "main", "repo": {"full_name": "acme/shop"}},
        "head": {"sha": "f" * 40, "ref": "$(touch x)", "repo": {"full_name": "mallory/shop", "fork": True}},
    },
}


def test_only_a_pull_request_with_post_mortems_configuration_or_templates_starts_the_check() -> None:
    paths = [f"{DIRECTORY}/**", CONFIGURATION, f"{OWN_FOLDER}/**"]

    assert WORKFLOW["on"] == {"pull_request": {"paths": paths}, "workflow_call": called("postmortem")}


def test_a_pull_request_from_a_fork_starts_the_check() -> None:
    assert not {"if", "environment", "needs", "uses", "strategy"} & JOB.keys()
    assert interpolate(JOB["runs-on"], {"vars": {}, "inputs": {}}) == "ubuntu-slim"


def test_a_fork_which_gets_no_variables_runs_where_the_caller_says() -> None:
    assert called("postmortem")["inputs"].keys() == {"runner"}
    assert interpolate(JOB["runs-on"], {"vars": {}, "inputs": {"runner": "ours"}}) == "ours"


def test_the_check_may_write_nothing_but_its_status_and_its_comment() -> None:
    assert JOB["permissions"] == {
        "contents": "read",
        "issues": "read",
        "pull-requests": "write",
        "statuses": "write",
    }


def test_the_check_has_no_secret() -> None:
    text = (ROOT / FILE).read_text(encoding="utf-8")

    assert re.findall(r"secrets|id-token|pull_request_target|workflow_run", text) == []


def test_the_configuration_is_the_bases_whatever_the_head_is() -> None:
    [checkout, _] = JOB["steps"]

    assert checkout["uses"].startswith("actions/checkout@")
    assert interpolate(checkout["with"]["ref"], {"github": {"event": FORKED}}) == "b" * 40
    assert checkout["with"].keys() == {"ref", "sparse-checkout", "persist-credentials"}
    assert checkout["with"]["persist-credentials"] is False


def test_the_head_reaches_the_check_only_through_the_event_file() -> None:
    expressions = re.findall(r"\$\{\{(.*?)\}\}", (ROOT / FILE).read_text(encoding="utf-8"))

    assert sorted(each.strip() for each in expressions) == [
        "github.event.pull_request.base.sha",
        "github.event.pull_request.number",
        "vars.INCIDENT_RUNNER || inputs.runner || 'ubuntu-slim'",
    ]


def test_the_last_step_runs_the_check() -> None:
    assert tool_step("postmortem") == {"uses": ACTION, "with": {"command": "check"}}


def test_a_newer_push_ends_the_check_of_the_one_before_and_of_no_other_pull_request() -> None:
    concurrency = WORKFLOW["concurrency"]

    assert interpolate(concurrency["group"], {"github": {"event": FORKED}}) == "incident-actions-postmortem-9"
    assert concurrency["cancel-in-progress"] is True
    assert evaluate("github.event.pull_request.number", {"github": {"event": FORKED}}) == 9
