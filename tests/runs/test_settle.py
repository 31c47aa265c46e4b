"""A run decides, carries out and checks again until an issue is settled."""

import time

from incident_actions.contract.effects import WriteCard
from incident_actions.runs.settle import answer_issue, settle
from tests.front_door import Door
from tests.gateway.front import PASS, Fate, Front
from tests.runs.conftest import BeginRun


def test_a_settled_issue_needs_nothing_more(door: Door, begin_run: BeginRun) -> None:
    job = door.open_issue()
    run = begin_run(job)

    answer_issue(run, run.reader.snapshot(1))
    plan, _ = settle(run, run.reader.snapshot(1))

    assert (plan.effects, plan.creations) == ((), ())


def test_the_plan_of_an_answer_holds_the_card_that_it_wrote_at_first_and_with_what_changed_before(
    door: Door, begin_run: BeginRun
) -> None:
    run = begin_run(door.open_issue())

    plan = answer_issue(run, run.reader.snapshot(1))

    assert plan.outcome == "declared"
    assert sum(isinstance(each, WriteCard) for each in plan.effects) == 2
    assert run.snapshots_after[1].comments


def test_a_rehearsal_decides_the_same_and_writes_nothing(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, "/hotfix raise the limit")
    rehearsal = begin_run(job, dry_run=True)
    before = len(door.sandbox.requests)

    plan = answer_issue(rehearsal, rehearsal.reader.snapshot(issue))

    asked = door.sandbox.requests[before:]
    assert [type(each).__name__ for each in plan.creations] == ["OpenHotfix"]
    assert [each.path for each in asked if each.method not in ("GET", "HEAD") and "graphql" not in each.path] == []


def test_a_needed_branch_is_created_once(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/hotfix raise the limit"))

    first = answer_issue(run, run.reader.snapshot(issue))
    second = answer_issue(run, run.reader.snapshot(issue))

    assert [type(each).__name__ for each in first.creations] == ["OpenHotfix"]
    assert second.creations == ()


def test_a_label_that_the_answer_makes_is_painted_by_the_same_run_after_the_answer(door: Door) -> None:
    issue = door.declare()
    for each in door.as_("ada").json("GET", "labels"):
        if each["name"].startswith(("SEV", "action")):
            door.as_("ada").json("DELETE", f"labels/{each['name']}")

    ran = door.run(door.comment("grace", issue, "/sev 1\n/action @grace tomorrow Alert on it"))

    labels = {each["name"]: each["color"] for each in door.as_("ada").json("GET", "labels")}
    assert (labels["SEV-1"], labels["action-item"]) == ("b60205", "5319e7")
    assert ran.writes[-2:] == ("PATCH labels/SEV-1", "PATCH labels/action-item")
    assert any(write.endswith("/reactions") for write in ran.writes[:-2])


def test_the_card_waits_until_the_post_mortems_pull_request_has_its_label(door: Door) -> None:
    issue = door.declare()
    door.run(door.comment("grace", issue, "/sev 1"))
    steps: list[str] = []

    def fate(method: str, path: str) -> Fate:
        if method == "POST" and path.endswith("/labels"):
            time.sleep(0.3)  # longer than the run takes from there to its card
            steps.append("label")
        elif method == "PATCH" and "/issues/comments/" in path:
            steps.append("card")
        return PASS

    with Front(door.sandbox.api_url, fate) as front:
        ran = door.run(door.comment("grace", issue, "/resolve rolled back"), GITHUB_API_URL=front.api_url)

    assert (ran.code, steps) == (0, ["label", "card"])
