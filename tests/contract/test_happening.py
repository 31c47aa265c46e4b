"""What happened is read from the event, and what is not over, not failed or a fork's is nothing to act on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from incident_actions.contract.events import InvalidPayload
from incident_actions.contract.happening import Happening, read_happening

SHOP = {"full_name": "acme/shop"}
AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
TIME = "2026-03-04T14:00:00Z"


def deployment(state: str, **more: Any) -> dict[str, Any]:
    made = {"id": 7, "sha": "a" * 40, "environment": "production"}
    return {"deployment_status": {"id": 1, "state": state, "created_at": TIME, **more}, "deployment": made}


def release(action: str = "published", **more: Any) -> dict[str, Any]:
    made = {
        "id": 9,
        "tag_name": "v1",
        "html_url": "https://x.test/v1",
        "published_at": TIME,
        "created_at": TIME,
        **more,
    }
    return {"action": action, "release": made}


def run(**more: Any) -> dict[str, Any]:
    made = {
        "id": 8,
        "run_attempt": 2,
        "conclusion": "failure",
        "name": "CI",
        "head_branch": "main",
        "head_sha": "b" * 40,
        "head_repository": SHOP,
        "updated_at": TIME,
        "html_url": "https://x.test/8",
    }
    return {"action": "completed", "workflow_run": {**made, **more}, "repository": SHOP}


FAILED = Happening(
    on="deployment_status",
    key="deployment 7 failed",
    at=AT,
    url="https://x.test/log",
    commit="a" * 40,
    environment="production",
)


@pytest.mark.parametrize(
    ("event", "payload", "happened"),
    [
        ("deployment_status", deployment("failure", log_url="https://x.test/log"), FAILED),
        ("deployment_status", deployment("error", target_url="https://x.test/log"), FAILED),
        (
            "deployment_status",
            deployment("success", environment="staging"),
            Happening(
                on="deployment_status",
                key="deployment 7 succeeded",
                at=AT,
                failed=False,
                commit="a" * 40,
                environment="staging",
            ),
        ),
        ("deployment_status", deployment("in_progress"), "the deployment has not ended"),
        ("deployment_status", deployment("inactive"), "the deployment has not ended"),
        (
            "release",
            release(published_at=None),
            Happening(on="release", key="release 9", at=AT, url="https://x.test/v1", tag="v1"),
        ),
        ("release", release("edited"), "only published releases count"),
        (
            "workflow_run",
            run(),
            Happening(
                on="workflow_run",
                key="run 8 2",
                at=AT,
                url="https://x.test/8",
                commit="b" * 40,
                workflow="CI",
                branch="main",
            ),
        ),
        ("workflow_run", run(conclusion="success"), "only failed runs count"),
        ("workflow_run", run(conclusion="cancelled"), "only failed runs count"),
        ("workflow_run", {**run(), "action": "requested"}, "only failed runs count"),
        ("workflow_run", run(head_repository={"full_name": "mallory/shop"}), "the run belongs to a fork"),
        ("workflow_run", run(head_repository=None), "the run belongs to a fork"),
        ("push", {}, "the tool does not handle the event 'push' here"),
    ],
)
def test_an_event_is_one_happening_or_a_reason_to_do_nothing(event: str, payload: Any, happened: object) -> None:
    assert read_happening(event, payload) == happened


@pytest.mark.parametrize("event", ["deployment_status", "release", "workflow_run"])
@pytest.mark.parametrize("payload", [{}, {"action": "published", "release": None}, {"deployment_status": 1}])
def test_a_payload_in_another_form_is_refused(event: str, payload: Any) -> None:
    with pytest.raises(InvalidPayload, match=f"the payload of {event} is not in the form that GitHub documents"):
        read_happening(event, payload)


def test_only_what_it_happened_to_makes_two_happenings_the_same() -> None:
    again = read_happening("deployment_status", {**deployment("success")})
    elsewhere = read_happening("deployment_status", deployment("failure", environment="staging"))

    assert isinstance(again, Happening)
    assert isinstance(elsewhere, Happening)
    assert again.subject == FAILED.subject != elsewhere.subject
    assert len(again.subject) < 40
