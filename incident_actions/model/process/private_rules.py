"""Where private incidents are handled, and which incidents are private from their declaration on."""

from __future__ import annotations

from pydantic import Field

from incident_actions.model.process.strict_model import Line, Repository, StrictModel, Word


class PrivateRules(StrictModel):
    """The private repository that sensitive incidents move to, and what moves them without `/private`."""

    repository: Repository | None = Field(
        default=None, description="the private repository, `owner/name`, that private incidents move to"
    )
    labels: tuple[Word, ...] = Field(
        default=("incident",),
        description="the labels of the issue there, besides its severity; with `incident`, it becomes an incident "
        "there if the tool runs in that repository",
    )
    severities: tuple[Word, ...] = Field(default=(), description="the severities whose incidents move by themselves")
    answers: dict[str, Line] = Field(
        default_factory=dict,
        description="the answers in the form that move an incident by itself, by the IDs of their questions; one of "
        "them is enough",
    )
