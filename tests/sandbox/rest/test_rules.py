"""Rulesets are created, changed and deleted, and hold for the branches that they are about."""

from __future__ import annotations

from typing import Any

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

REVIEWS = {
    "dismiss_stale_reviews_on_push": False,
    "require_code_owner_review": False,
    "require_last_push_approval": False,
    "required_approving_review_count": 1,
    "required_review_thread_resolution": False,
}
PULL_REQUEST = {"type": "pull_request", "parameters": REVIEWS}


def ruleset(*rules: Any, include: list[str], exclude: list[str] | None = None) -> dict[str, Any]:
    conditions = {"ref_name": {"include": include, "exclude": exclude or []}}
    return {"name": "Main", "enforcement": "active", "conditions": conditions, "rules": list(rules)}


def change_main(client: Client) -> int:
    return client("PUT", "contents/a.txt", {"message": "m", "content": ""}).status_code


def test_a_ruleset_holds_from_its_creation_to_its_deletion(sandbox: Sandbox, ada: Client) -> None:
    body = ruleset(PULL_REQUEST, include=["~DEFAULT_BRANCH"])
    made = ada.json("POST", "rulesets", body)
    place = f"rulesets/{made['id']}"
    held = change_main(ada)
    disabled = ada.json("PUT", place, {"enforcement": "disabled"})
    free = change_main(ada)
    deleted = ada("DELETE", place).status_code

    assert {key: made[key] for key in body} == body
    assert disabled == made | {"enforcement": "disabled", "updated_at": disabled["updated_at"]}
    assert (held, free, deleted, ada("GET", place).status_code) == (409, 201, 204, 404)
    sent = [each.payload["action"] for each in sandbox.deliveries if each.event == "repository_ruleset"]
    assert sent == ["created", "edited", "deleted"]


def test_the_rules_of_a_branch_name_their_ruleset(ada: Client) -> None:
    made = ada.json("POST", "rulesets", ruleset({"type": "deletion"}, include=["refs/heads/release/*"]))

    source = {"ruleset_source_type": "Repository", "ruleset_source": "acme/shop", "ruleset_id": made["id"]}
    assert ada.json("GET", "rules/branches/release/1") == [{"type": "deletion", **source}]
    assert ada.json("GET", "rules/branches/main") == []


def test_a_ruleset_that_cannot_be_is_refused(ada: Client, grace: Client) -> None:
    ada.json("POST", "rulesets", ruleset(include=["~ALL"]))
    good = ruleset(include=["~ALL"]) | {"name": "Other"}
    lacking = {"type": "pull_request", "parameters": {"required_approving_review_count": 1}}
    bodies = [
        ruleset(include=["~ALL"]),
        good | {"enforcement": "never"},
        good | {"target": "moon"},
        good | {"rules": [{"type": "deletion"}, {"type": "magic"}]},
        good | {"rules": [lacking]},
        {"name": "Other"},
    ]

    answers = [ada("POST", "rulesets", body) for body in bodies]

    assert [each.status_code for each in answers] == [422] * 6
    assert answers[3].json()["message"].startswith("Invalid property /rules/1: data matches no possible input.")
    assert [grace("POST", "rulesets", good).status_code, grace("GET", "rulesets").status_code] == [403, 200]
    assert ada("PUT", "rulesets/1", good).status_code == 404
