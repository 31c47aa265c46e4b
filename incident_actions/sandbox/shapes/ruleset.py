"""Rulesets in GitHub's JSON, and the rules that hold for a branch."""

from fnmatch import fnmatchcase

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.rulesets import StoredRuleset
from incident_actions.sandbox.state.settings import RulesetRule


def rulesets_of(place: Repository) -> list[StoredRuleset]:
    """Return the rulesets of a repository; the settings' rules of one pattern are one, too, numbered from 1."""
    patterns = list(dict.fromkeys(each.pattern for each in place.settings.rules))
    return [*(_of_pattern(place, *each) for each in enumerate(patterns, 1)), *place.rulesets]


def rules_for(place: Repository, branch: str) -> list[tuple[int, Json]]:
    """Return the rules that hold for a branch, with the ids of their rulesets."""
    patterns = list(dict.fromkeys(each.pattern for each in place.settings.rules))
    own = [
        (patterns.index(each.pattern) + 1, _rule(each))
        for each in place.settings.rules
        if fnmatchcase(branch, each.pattern)
    ]
    held = (each for each in place.rulesets if each.holds_for(branch, place.default_branch))
    return own + [(each.id, rule) for each in held for rule in each.rules]


def ruleset(host: Host, place: Repository, value: StoredRuleset) -> Json:
    """Return a ruleset as it appears in lists."""
    links = {
        "self": {"href": f"{repository.api_url(host, place)}/rulesets/{value.id}"},
        "html": {"href": f"{repository.html_url(host, place)}/rules/{value.id}"},
    }
    return {
        "id": value.id,
        "name": value.name,
        "target": value.target,
        "source_type": "Repository",
        "source": place.full_name,
        "enforcement": value.enforcement,
        "node_id": node_id("RRS", value.id),
        "_links": links,
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
    }


def whole_ruleset(host: Host, place: Repository, value: StoredRuleset) -> Json:
    """Return a single ruleset."""
    conditions = {"ref_name": {"include": value.include, "exclude": value.exclude}}
    return ruleset(host, place, value) | {
        "conditions": conditions,
        "rules": value.rules,
        "bypass_actors": value.bypass_actors,
    }


def _of_pattern(place: Repository, number: int, pattern: str) -> StoredRuleset:
    made = place.created_at
    rules = [_rule(each) for each in place.settings.rules if each.pattern == pattern]
    named = f"Rules of {pattern}"
    return StoredRuleset(number, named, "branch", "active", made, made, [f"refs/heads/{pattern}"], rules=rules)


def _rule(rule: RulesetRule) -> Json:
    return {"type": rule.type} | ({"parameters": rule.parameters} if rule.parameters else {})
