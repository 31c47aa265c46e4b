"""The people of a process: roles and their duties, contacts, services and their owners, and playbooks."""

from __future__ import annotations

import re
from typing import Annotated, Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import Before, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import KEY, Key, Line, Login, Repository, Word


@dataclass(frozen=True, kw_only=True)
class Role(ConfigurationPart):
    """A role in the response."""

    key: Key = field(description="the key that `/role` and `/take` use")
    name: Word = field(description="the name that people see")
    duties: str = field(default="", description="the duties, posted when somebody takes the role")
    required_from: Word | None = field(default=None, description="the mildest severity for which the role is required")
    with_roles: tuple[Key, ...] = field(
        default=(), alias="with", description="the roles that the same person may hold at the same time"
    )


@dataclass(frozen=True, kw_only=True)
class Contact(ConfigurationPart):
    """People or teams that can be paged or notified under one name."""

    name: Word = field(description="the name that people see")
    people: tuple[Login, ...] = field(default=(), description="the accounts, or teams as `organization/team`")
    reach: str = field(
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


def _tag_once(given: Any) -> Any:
    """Accept one tag in place of a list, and each tag once."""
    if isinstance(given, str):
        return (given,)
    return tuple(dict.fromkeys(given)) if isinstance(given, list | tuple) and set(map(type, given)) == {str} else given


Tag = Annotated[Key, Before(_tag)]


@dataclass(frozen=True, kw_only=True)
class PersonalAddresses(ConfigurationPart):
    """A person's name, and how the tool itself reaches a person or a team, besides the mention on GitHub."""

    name: Annotated[str, ValueLimits(max_length=50)] = field(
        default="", description="the name that people write in a post-mortem, such as Ada Lovelace"
    )
    notify: Annotated[tuple[Tag, ...], ValueLimits(min_length=1, max_length=5), Before(_tag_once)] = field(
        default=(),
        description="the tags of their addresses in the secret `INCIDENT_NOTIFY_URLS`",
        json_schema_extra=_or_one,
    )

    def __post_init__(self) -> None:
        if not (self.name or self.notify):
            msg = "expected a `name`, or the tag of an address in `notify`"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Service(ConfigurationPart):
    """A service that can be affected."""

    name: Word = field(description="the name that `/affects` uses")
    formerly: tuple[Word, ...] = field(
        default=(),
        description="its former names, under which reports and the status page still count its earlier incidents",
        json_schema_extra=_or_one,
    )
    owner: tuple[Login, ...] = field(
        default=(),
        description="the accounts or teams that are paged as `service-owner`",
        json_schema_extra=_or_one,
    )
    repository: Repository | None = field(
        default=None,
        description="the repository of its code, as `owner/name`, in which `/hotfix` opens its branch",
    )
    runbook: str = field(default="", description="the link to its runbook")
    dashboard: str = field(default="", description="the link to its dashboard")

    @classmethod
    def expand(cls, given: Any) -> Any:
        """Accept a service as a word where only its name is known."""
        given = {"name": given} if isinstance(given, str) else given
        if isinstance(given, dict):
            single = (key for key in ("owner", "formerly") if isinstance(given.get(key), str))
            given = {**given, **{key: (given[key],) for key in single}}
        return given


@dataclass(frozen=True, kw_only=True)
class Playbook(ConfigurationPart):
    """Instructions for a known kind of incident. The card shows them if the words or services match."""

    name: Word = field(description="the name of the playbook")
    symptoms: Line = field(description="the symptoms")
    words: tuple[Word, ...] = field(
        default=(), description="phrases in the title or the summary that show the playbook"
    )
    services: tuple[Word, ...] = field(default=(), description="affected services that show the playbook")
    cause: str = field(default="", description="the likely cause")
    investigation: str = field(default="", description="how to find the cause")
    mitigation: str = field(default="", description="how to stop the impact")
    resolution: str = field(default="", description="how to resolve the incident")
    link: str = field(default="", description="a link to more information")
