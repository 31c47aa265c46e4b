"""Where private incidents are handled, and which incidents are private from their declaration on."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, field
from incident_actions.model.process.value_types import Line, Repository, Word


@dataclass(frozen=True, kw_only=True)
class PrivateRules(ConfigurationPart):
    """The private repository that sensitive incidents move to, and what moves them without `/private`."""

    repository: Repository | None = field(
        default=None, description="the private repository, `owner/name`, that private incidents move to"
    )
    labels: tuple[Word, ...] = field(
        default=("incident",),
        description="the labels of the issue there, besides its severity; with `incident`, it becomes an incident "
        "there if the tool runs in that repository",
    )
    severities: tuple[Word, ...] = field(default=(), description="the severities whose incidents move by themselves")
    answers: dict[str, Line] = field(
        default_factory=dict,
        description="the answers in the form that move an incident by itself, by the IDs of their questions; one of "
        "them is enough",
    )
