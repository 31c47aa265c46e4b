"""What a repository is about: topics, languages, contributors, environments, rulesets."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.settings import RulesetRule
from tests.sandbox.client import Client
from tests.tiers import sampled


def test_topics_are_replaced_as_a_whole(ada: Client) -> None:
    assert ada.json("PUT", "topics", {"names": ["shop", "Cart", "shop"]}) == {"names": ["cart", "shop"]}
    assert (ada.json("GET", "topics")["names"], ada.json("GET", "")["topics"]) == (["cart", "shop"], ["cart", "shop"])


WRONG = (["-shop"], ["sh op"], ["x" * 51], [f"topic-{place}" for place in range(21)])


@pytest.mark.parametrize("names", sampled(WRONG, one_in=4))
def test_topics_that_github_does_not_take_are_refused(ada: Client, names: list[str]) -> None:
    assert ada("PUT", "topics", {"names": names}).status_code == 422


def test_languages_are_counted_in_bytes_of_the_default_branch(ada: Client) -> None:
    assert ada.json("GET", "languages") == {"Python": len("one\ntwo\nthree\n")}


def test_contributors_are_the_authors_of_commits(ada: Client, grace: Client) -> None:
    sha = grace.branch("side", {"a.txt": "a"})
    ada.json("PATCH", "git/refs/heads/main", {"sha": sha})

    found = ada.json("GET", "contributors")

    assert [(each["login"], each["contributions"]) for each in found] == [("grace", 1), ("ada", 1)]
    ada.json("POST", "/user/repos", {"name": "empty"})
    assert ada("GET", "/repos/ada/empty/contributors").status_code == 204


def test_environments_are_those_that_something_was_deployed_to(ada: Client) -> None:
    for environment in ("staging", "production", "staging"):
        ada.json("POST", "deployments", {"ref": "main", "environment": environment})

    found = ada.json("GET", "environments")

    assert (found["total_count"], [each["name"] for each in found["environments"]]) == (2, ["production", "staging"])
    assert ada("GET", "license").status_code == 404


def test_the_rules_of_a_pattern_are_a_ruleset(sandbox: Sandbox, ada: Client) -> None:
    rules = sandbox.repository("acme/shop").settings.rules
    rules += [
        RulesetRule("main", "deletion"),
        RulesetRule("release/*", "non_fast_forward"),
        RulesetRule("main", "creation"),
    ]

    assert [(each["id"], each["name"]) for each in ada.json("GET", "rulesets")] == [
        (1, "Rules of main"),
        (2, "Rules of release/*"),
    ]
    ruleset = ada.json("GET", "rulesets/1")
    assert [each["type"] for each in ruleset["rules"]] == ["deletion", "creation"]
    assert ruleset["conditions"]["ref_name"]["include"] == ["refs/heads/main"]
    assert [each["ruleset_id"] for each in ada.json("GET", "rules/branches/release/1")] == [2]
    assert ada("GET", "rulesets/3").status_code == 404
