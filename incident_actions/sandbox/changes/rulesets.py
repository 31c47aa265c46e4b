"""Create, change and delete rulesets, with the webhooks that GitHub sends."""

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.shapes import ruleset as shapes
from incident_actions.sandbox.state.rulesets import StoredRuleset


def create(acting: ActingAccount, value: StoredRuleset) -> None:
    """Add a ruleset."""
    acting.repository.rulesets.append(value)
    _announce(acting, "created", value)


def change(acting: ActingAccount, value: StoredRuleset) -> None:
    """Put a ruleset in the place of the one with its id."""
    value.updated_at, place = acting.now, acting.repository
    place.rulesets = [value if each.id == value.id else each for each in place.rulesets]
    _announce(acting, "edited", value)


def delete(acting: ActingAccount, value: StoredRuleset) -> None:
    """Delete a ruleset."""
    acting.repository.rulesets.remove(value)
    _announce(acting, "deleted", value)


def _announce(acting: ActingAccount, action: str, value: StoredRuleset) -> None:
    shape = shapes.whole_ruleset(acting.host, acting.repository, value)
    acting.announce("repository_ruleset", {"action": action, "repository_ruleset": shape})
