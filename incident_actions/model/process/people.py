"""The people of a process: roles and their duties, contacts, services and their owners, and playbooks."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from incident_actions.model.process.schema_base import Key, Line, Login, Repository, StrictModel, Word


class Role(StrictModel):
    """A role in the response; `key` is what `/role` and `/take` call it."""

    key: Key = Field(description="what `/role` and `/take` call it")
    name: Word = Field(description="what people call it")
    duties: str = Field(default="", description="what its holder is told on taking it")
    required_from: Word | None = Field(default=None, description="the least severity that must have somebody in it")
    with_roles: tuple[Key, ...] = Field(default=(), alias="with", description="roles that its holder may have besides")


class Contact(StrictModel):
    """Somebody to page or to tell: a name that people use, and the accounts or teams behind it."""

    name: Word = Field(description="what people call it")
    people: tuple[Login, ...] = Field(default=(), description="accounts, or teams as organization/team")
    reach: str = Field(default="", max_length=300, description="how to reach them without GitHub: a phone number")


def _or_one(schema: dict[str, Any]) -> None:
    """Let the schema accept a single value in place of a list."""
    whole = {key: schema.pop(key) for key in ("type", "items")}
    schema["anyOf"] = [whole, whole["items"]]


class Service(StrictModel):
    """Something that can break."""

    name: Word = Field(description="what `/affects` calls it")
    owner: tuple[Login, ...] = Field(
        default=(),
        description="who is paged as `service-owner`: one account or team, or a list",
        json_schema_extra=_or_one,
    )
    repository: Repository | None = Field(
        default=None, description="where its code is, as owner/name: `/hotfix` opens its branch and pull request there"
    )
    runbook: str = Field(default="", description="a link")
    dashboard: str = Field(default="", description="a link")

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, given: Any) -> Any:
        """Accept a service as a word where only its name is known."""
        given = {"name": given} if isinstance(given, str) else given
        if isinstance(given, dict) and isinstance(given.get("owner"), str):
            given = {**given, "owner": (given["owner"],)}
        return given


class Playbook(StrictModel):
    """What is known about one kind of incident; shown where its words or services fit."""

    name: Word = Field(description="what it is called")
    symptoms: Line = Field(description="by what one knows it")
    words: tuple[Word, ...] = Field(default=(), description="phrases in title or summary that call for it")
    services: tuple[Word, ...] = Field(default=(), description="services that call for it")
    cause: str = Field(default="", description="the likely cause")
    investigation: str = Field(default="", description="how to find out")
    mitigation: str = Field(default="", description="how to stop the harm")
    resolution: str = Field(default="", description="how to end it")
    link: str = Field(default="", description="where more is written")
