"""What holds for each workflow: least permissions, pinned actions, and no outside text in a script."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_actions.setup.workflows import NAMES
from tests.workflows.files import FORMS, ROOT, WORKFLOWS, content

TOOLS = Path(sys.executable).parent
PINNED = r"(?:- )?uses: ([\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/actions/incident-actions)"
SCANS = ("codeql", "scorecard")
"""The workflows that look at this project's own code: https://docs.github.com/en/code-security."""

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path: Path) -> list[dict[str, Any]]:
    return list(content(path)["jobs"].values())


def steps(path: Path) -> Iterator[dict[str, Any]]:
    return (step for job in jobs(path) for step in job["steps"])


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_workflows_are_these() -> None:
    assert [path.stem for path in WORKFLOWS] == [
        "check",
        "clock",
        "codeql",
        "docs",
        "events",
        "exhaustive",
        "freeze",
        "postmortem",
        "release",
        "report",
        "respond",
        "scorecard",
        "site",
        "sweep",
    ]


@every_workflow
def test_nothing_is_permitted_but_to_a_job_by_name(path: Path) -> None:
    assert content(path)["permissions"] == {}
    assert all(job["permissions"] for job in jobs(path))


@every_workflow
def test_each_permission_says_what_it_is_for(path: Path) -> None:
    granted = [line for line in lines(path) if re.match(r" +[a-z-]+: (read|write)\b", line)]

    assert granted
    assert [line for line in granted if not re.search(r"# \w+", line)] == []


@every_workflow
def test_each_action_is_pinned_to_a_commit_with_its_version_beside_it(path: Path) -> None:
    uses = [line.strip() for line in lines(path) if re.search(r"\buses:", line)]

    assert uses
    assert [line for line in uses if not re.fullmatch(PINNED, line)] == []


@every_workflow
def test_no_script_holds_an_expression(path: Path) -> None:
    scripts = [step["run"] for step in steps(path) if "run" in step]

    assert [script for script in scripts if "${{" in script] == []


@every_workflow
def test_a_checkout_leaves_no_token_behind(path: Path) -> None:
    checkouts = [step["with"] for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]

    assert bool(checkouts) is (path.stem != "freeze")
    assert all(given["persist-credentials"] is False for given in checkouts)


@pytest.mark.parametrize("name", NAMES)
def test_no_concurrency_group_is_one_that_other_workflows_may_use(name: str) -> None:
    workflow = content(f".github/workflows/{name}.yml")
    groups = [each["concurrency"]["group"] for each in (workflow, *workflow["jobs"].values()) if "concurrency" in each]

    assert groups
    assert all(group.startswith("incident-actions-") for group in groups)


@every_workflow
def test_each_job_ends_by_itself(path: Path) -> None:
    longest = 120 if path.stem == "exhaustive" else 15

    assert all(0 < job["timeout-minutes"] <= longest for job in jobs(path))


def test_a_schedule_drives_the_sweep_the_report_and_the_status_page_alone_of_what_others_adopt() -> None:
    own = (*SCANS, "docs", "exhaustive")
    scheduled = [path.stem for path in WORKFLOWS if "schedule" in content(path)["on"] and path.stem not in own]

    assert scheduled == ["report", "site", "sweep"]


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_of_the_code_runs_on_what_is_merged_alone_and_reports_it_to_github(name: str) -> None:
    (job,) = jobs(ROOT / f".github/workflows/{name}.yml")

    triggers = content(f".github/workflows/{name}.yml")["on"]
    assert set(triggers) - {"branch_protection_rule"} == {"push", "schedule"}
    assert triggers["push"] == {"branches": ["main"]}
    assert {each for each, right in job["permissions"].items() if right == "write"} <= {"security-events", "id-token"}
    assert job["if"] == "!github.event.repository.private && !github.event.repository.fork"


def test_scorecard_publishes_from_a_job_without_other_steps() -> None:
    used = [each.get("uses", "").partition("@")[0] for each in steps(ROOT / ".github/workflows/scorecard.yml")]

    assert used == ["actions/checkout", "ossf/scorecard-action", "github/codeql-action/upload-sarif"]


def test_only_the_workflows_of_the_documentation_and_the_status_page_may_deploy_pages() -> None:
    assert {path.stem for path in WORKFLOWS for job in jobs(path) if "pages" in job["permissions"]} == {"docs", "site"}


def test_only_what_deploys_or_publishes_may_prove_where_it_runs() -> None:
    may = {path.stem for path in WORKFLOWS for job in jobs(path) if "id-token" in job["permissions"]}

    assert may == {"docs", "release", "scorecard", "site"}


def test_an_action_is_the_same_commit_wherever_it_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: (\S+)@(\S+ # \S+)", text))

    assert sorted(action for action, _ in pins) == [
        "actions/attest",
        "actions/checkout",
        "actions/configure-pages",
        "actions/deploy-pages",
        "actions/download-artifact",
        "actions/setup-python",
        "actions/upload-artifact",
        "actions/upload-pages-artifact",
        "github/codeql-action/analyze",
        "github/codeql-action/init",
        "github/codeql-action/upload-sarif",
        "ossf/scorecard-action",
        "pypa/gh-action-pypi-publish",
    ]


def test_zizmor_finds_nothing_at_its_strictest() -> None:
    command: list[str | Path] = [TOOLS / "zizmor", "--offline", "--no-progress", "--persona", "auditor", "."]
    audit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert audit.returncode == 0, audit.stdout


def test_actionlint_finds_nothing() -> None:
    command: list[str | Path] = [TOOLS / "actionlint", "-shellcheck=", "-pyflakes="]
    audit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (audit.returncode, audit.stdout) == (0, "")


def test_actionlint_knows_the_keys_that_the_workflows_use() -> None:
    wrong = (ROOT / ".github/workflows/respond.yml").read_text(encoding="utf-8").replace("queue: max", "queue: most")
    command: list[str | Path] = [TOOLS / "actionlint", "-shellcheck=", "-pyflakes=", "-oneline", "-"]
    audit = subprocess.run(command, cwd=ROOT, input=wrong, capture_output=True, text=True, check=False)

    assert re.findall(r'invalid value "most" for "queue"', audit.stdout)


def test_the_checks_run_on_each_python_that_the_package_claims() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = [found[1] for each in project["classifiers"] if (found := re.fullmatch(r".* :: (3\.\d+)", each))]

    assert project["requires-python"] == f">={claimed[0]}"
    assert content(".github/workflows/check.yml")["jobs"]["test"]["strategy"]["matrix"]["python"] == claimed


def test_zizmor_ignores_three_findings_with_their_reasons() -> None:
    ignored = [line.strip() for path in WORKFLOWS for line in lines(path) if "zizmor:" in line]

    assert ignored == [
        "workflow_run: # zizmor: ignore[dangerous-triggers] runs of forks start no job, and nothing of a run is checked out or read",
        "pull_request_target: # zizmor: ignore[dangerous-triggers] nothing is checked out, and nothing of the pull request runs",
        "issue_comment: # zizmor: ignore[dangerous-triggers] the author's role is checked before anything is done",
    ]
    assert not (ROOT / ".github/zizmor.yml").exists()


@every_workflow
def test_no_workflow_but_the_one_that_sets_a_status_runs_with_rights_on_what_a_fork_sends(path: Path) -> None:
    expected = {"freeze": {"pull_request_target"}, "events": {"workflow_run"}}.get(path.stem, set())

    assert set(content(path)["on"]) & {"pull_request_target", "workflow_run"} == expected
    if path.stem == "events":  # which a fork's run doesn't get past
        (job,) = jobs(path)
        own = "github.event.workflow_run.head_repository.full_name == github.repository"
        assert f"github.event_name == 'workflow_run' && {own} &&" in " ".join(job["if"].split())


@every_workflow
def test_a_job_that_may_write_or_knows_a_secret_checks_out_nothing_that_is_proposed(path: Path) -> None:
    strong = [job for job in jobs(path) if "write" in job["permissions"].values() or "secrets." in json.dumps(job)]
    if path.stem == "release":
        assert content(path)["on"].keys() == {"push", "workflow_dispatch"}  # only who can write starts it
        return
    if path.stem in SCANS:
        assert content(path)["on"].keys() <= {"push", "schedule", "branch_protection_rule"}  # only what was merged
        return

    if path.stem == "freeze":
        assert [step["uses"] for job in strong for step in job["steps"]] == ["$/.github/actions/incident-actions"]
        return

    refs = [step["with"].get("ref") for job in strong for step in job["steps"] if "checkout" in step.get("uses", "")]
    base = "pull_request.base.sha" if path.stem == "postmortem" else "repository.default_branch"
    assert refs == [f"${{{{ github.event.{base} }}}}"] * len(strong)


@every_workflow
def test_no_secret_is_used_but_the_key_of_the_record_whom_to_notify_and_the_token_for_services(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    known = ["INCIDENT_APP_PRIVATE_KEY", "INCIDENT_SIGNING_KEY", "INCIDENT_NOTIFY_URLS", "INCIDENT_SERVICES_TOKEN"]
    assert re.findall(r"secrets[.:](\w+)", text) == (
        known
        if path.stem in ("clock", "events", "respond", "sweep")
        else ["INCIDENT_SIGNING_KEY"] * (path.stem in ("report", "site"))
    )


@every_workflow
def test_no_text_of_an_event_is_passed_to_a_step(path: Path) -> None:
    given = [json.dumps([step.get("with"), step.get("env")]) for step in steps(path)]

    handed = sorted({found for each in given for found in re.findall(r"\$\{\{ (.*?) \}\}", each)})
    assert set(handed) <= {
        "github.token",
        "github.event.pull_request.base.sha",  # GitHub's own word, and no text of a person
        "github.event.repository.default_branch",
        "github.event.inputs.dry_run",  # a box that is ticked or not, by somebody who may write
        "matrix.language",
        "matrix.python",
        "matrix.target",
        "vars.INCIDENT_APP_CLIENT_ID",
        "secrets.INCIDENT_APP_PRIVATE_KEY",
        "secrets.INCIDENT_NOTIFY_URLS",
        "secrets.INCIDENT_SERVICES_TOKEN",
        "secrets.INCIDENT_SIGNING_KEY",
        "steps.pages.outputs.base_url",  # GitHub's own word for where the page is
    }


@pytest.mark.rest
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        ("vendor.dependabot", [".github/dependabot.yml"]),
        ("vendor.github-actions", ["action.yml", ".github/actions/incident-actions/action.yml"]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_workflows_actions_and_forms_have_the_shape_that_github_publishes(schema: str, files: list[Path | str]) -> None:
    check = subprocess.run(
        [TOOLS / "check-jsonschema", "--builtin-schema", schema, *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, check.stdout
