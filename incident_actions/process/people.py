"""The people of a process: roles and their duties, contacts, services and their owners, and who is on call when."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from incident_actions.process.part import Key, Line, Login, Part, Word


class Role(Part):
    """A role in the response; `key` is what `/role` and `/take` call it."""

    key: Key
    name: Word
    duties: str = ""
    required_from: Word | None = Field(default=None, description="the least severity that must have somebody in it")
    with_roles: tuple[Key, ...] = Field(default=(), alias="with", description="roles that its holder may have besides")


class Contact(Part):
    """Somebody to page or to tell: a name that people use, and the accounts or teams behind it."""

    name: Word
    people: tuple[Login, ...] = Field(default=(), description="accounts, or teams as organization/team")


class Service(Part):
    """Something that can break."""

    name: Word
    owner: tuple[Login, ...] = ()
    runbook: str = ""
    dashboard: str = ""

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, given: Any) -> Any:
        """A service of which nothing but its name is known may stand as a word."""
        given = {"name": given} if isinstance(given, str) else given
        if isinstance(given, dict) and isinstance(given.get("owner"), str):
            given = {**given, "owner": (given["owner"],)}
        return given


class Playbook(Part):
    """What is known about one kind of incident; shown where its words or services fit."""

    name: Word
    symptoms: Line
    words: tuple[Word, ...] = Field(default=(), description="phrases in title or summary that call for it")
    services: tuple[Word, ...] = ()
    cause: str = Field(default="", description="the likely cause")
    investigation: str = ""
    mitigation: str = ""
    resolution: str = ""
    link: str = ""
