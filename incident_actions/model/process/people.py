"""The people of a process: roles and their duties, contacts, services and their owners, and playbooks."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from incident_actions.model.process.strict_model import KEY, Key, Line, Login, Repository, StrictModel, Word


class Role(StrictModel):
    """A role in the response."""

    key: Key = Field(description="the key that `/role` and `/take` use")
    name: Word = Field(description="the name that people see")
    duties: str = Field(default="", description="the duties, posted when somebody takes the role")
    required_from: Word | None = Field(default=None, description="the mildest severity for which the role is required")
    with_roles: tuple[Key, ...] = Field(
        default=(), alias="with", description="the roles that the same person may hold at the same time"
    )


class Contact(StrictModel):
    """People or teams that can be paged or notified under one name."""

    name: Word = Field(description="the name that people see")
    people: tuple[Login, ...] = Field(default=(), description="the accounts, or teams as `organization/team`")
    reach: str = Field(
        default="", max_length=300, description="how to reach them outside GitHub, such as a phone number"
    )


def _or_one(schema: dict[str, Any]) -> None:
    """Let the schema accept a single value in place of a list."""
    whole = {key: schema.pop(key) for key in ("type", "items")}
    schema["anyOf"] = [whole, whole["items"]]


def _tag(given: Any) -> Any:
    """Refuse anything but a tag: an address or a number here would be public to all who can read the repository."""
    if isinstance(given, str) and re.fullmatch(KEY, given):
        return given
    msg = (
        "expected the tag of an address in the secret INCIDENT_NOTIFY_URLS, such as ada-pager; put addresses and "
        "phone numbers only into the secret, because everybody who can read the repository can read this file"
    )
    raise ValueError(msg)


Tag = Annotated[Key, BeforeValidator(_tag)]


class PersonalAddresses(StrictModel):
    """A person's name, and how the tool itself reaches a person or a team, besides the mention on GitHub."""

    name: Annotated[str, Field(max_length=50)] = Field(
        default="", description="the name that people write in a post-mortem, such as Ada Lovelace"
    )
    notify: Annotated[tuple[Tag, ...], Field(min_length=1, max_length=5)] = Field(
        default=(),
        description="the tags of their addresses in the secret `INCIDENT_NOTIFY_URLS`",
        json_schema_extra=_or_one,
    )

    @model_validator(mode="after")
    def _says_something(self) -> PersonalAddresses:
        if not (self.name or self.notify):
            msg = "expected a `name`, or the tag of an address in `notify`"
            raise ValueError(msg)
        return self

    @field_validator("notify", mode="before")
    @classmethod
    def _single_tag(cls, given: Any) -> Any:
        """Accept one tag in place of a list, and each tag once."""
        if isinstance(given, str):
            return (given,)
        return (
            tuple(dict.fromkeys(given)) if isinstance(given, list | tuple) and set(map(type, given)) == {str} else given
        )


class Service(StrictModel):
    """A service that can be affected."""

    name: Word = Field(description="the name that `/affects` uses")
    formerly: tuple[Word, ...] = Field(
        default=(),
        description="its former names, under which reports and the status page still count its earlier incidents",
        json_schema_extra=_or_one,
    )
    owner: tuple[Login, ...] = Field(
        default=(),
        description="the accounts or teams that are paged as `service-owner`",
        json_schema_extra=_or_one,
    )
    repository: Repository | None = Field(
        default=None,
        description="the repository of its code, as `owner/name`, in which `/hotfix` opens its branch",
    )
    runbook: str = Field(default="", description="the link to its runbook")
    dashboard: str = Field(default="", description="the link to its dashboard")

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, given: Any) -> Any:
        """Accept a service as a word where only its name is known."""
        given = {"name": given} if isinstance(given, str) else given
        if isinstance(given, dict):
            single = (key for key in ("owner", "formerly") if isinstance(given.get(key), str))
            given = {**given, **{key: (given[key],) for key in single}}
        return given


class Playbook(StrictModel):
    """Instructions for a known kind of incident. The card shows them if the words or services match."""

    name: Word = Field(description="the name of the playbook")
    symptoms: Line = Field(description="the symptoms")
    words: tuple[Word, ...] = Field(
        default=(), description="phrases in the title or the summary that show the playbook"
    )
    services: tuple[Word, ...] = Field(default=(), description="affected services that show the playbook")
    cause: str = Field(default="", description="the likely cause")
    investigation: str = Field(default="", description="how to find the cause")
    mitigation: str = Field(default="", description="how to stop the impact")
    resolution: str = Field(default="", description="how to resolve the incident")
    link: str = Field(default="", description="a link to more information")
