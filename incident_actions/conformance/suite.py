"""All assumptions, in one closed list, and what a server makes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from incident_actions.conformance import (
    actions,
    comments,
    files,
    git_objects,
    graphql,
    http_rules,
    issue_lists,
    issues,
    labels,
    people,
    pulls,
    reactions,
)
from incident_actions.conformance.api_server import ServerFailure
from incident_actions.conformance.assumption import Assumption, FeatureMissing, ServerDiffers
from incident_actions.conformance.trial_repository import TrialRepository, UnexpectedStatus
from incident_actions.gateway.client.api_errors import Unreachable

GROUPS: dict[str, tuple[Assumption, ...]] = {
    "Requests": http_rules.ASSUMPTIONS,
    "Issues": issues.ASSUMPTIONS,
    "Lists": issue_lists.ASSUMPTIONS,
    "Comments": comments.ASSUMPTIONS,
    "Reactions and pins": reactions.ASSUMPTIONS,
    "Labels": labels.ASSUMPTIONS,
    "People": people.ASSUMPTIONS,
    "Git": git_objects.ASSUMPTIONS,
    "Files": files.ASSUMPTIONS,
    "Pull requests": pulls.ASSUMPTIONS,
    "Actions": actions.ASSUMPTIONS,
    "GraphQL": graphql.ASSUMPTIONS,
}
ASSUMPTIONS: tuple[Assumption, ...] = tuple(each for group in GROUPS.values() for each in group)

Outcome: TypeAlias = Literal["holds", "differs", "missing", "unclear"]


@dataclass(frozen=True, slots=True)
class Observation:
    """What a server makes of one assumption. `found` says what differs, which feature is missing, or what failed."""

    assumption: Assumption
    outcome: Outcome
    found: str = ""


def check_all(
    trial: TrialRepository, tell: Callable[[Observation], object], among: Iterable[Assumption] = ASSUMPTIONS
) -> tuple[Observation, ...]:
    """Check assumptions one by one, and `tell` each observation as soon as it is made."""
    seen = []
    for assumption in among:
        observation = observe(trial, assumption)
        tell(observation)
        seen.append(observation)
    return tuple(seen)


def observe(trial: TrialRepository, assumption: Assumption) -> Observation:
    """Check one assumption."""
    try:
        assumption.check(trial)
    except FeatureMissing as missing:
        return Observation(assumption, "missing", str(missing))
    except (ServerDiffers, UnexpectedStatus) as difference:
        return Observation(assumption, "differs", str(difference))
    except (ServerFailure, Unreachable) as failure:
        return Observation(assumption, "unclear", str(failure))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        return Observation(assumption, "differs", f"an answer has another shape ({type(error).__name__}: {error})")
    return Observation(assumption, "holds")
