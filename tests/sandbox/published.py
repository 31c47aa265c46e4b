"""GitHub's published description of its API, held against everything that a sandbox says."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from types import ModuleType
from typing import Any, Union

from githubkit import compat
from githubkit_schemas.v2026_03_10 import models
from pydantic import BaseModel, TypeAdapter, ValidationError

from incident_actions.sandbox import Exchange, Sandbox, WebhookDelivery

_CLIENTS = (
    "actions",
    "activity",
    "apps",
    "checks",
    "emojis",
    "gists",
    "git",
    "gitignore",
    "issues",
    "licenses",
    "markdown",
    "meta",
    "orgs",
    "pulls",
    "rate_limit",
    "reactions",
    "repos",
    "search",
    "teams",
    "users",
)
_METHODS = re.compile(r"\n    (?:async )?def ")
_OPERATION = re.compile(r'"""[\w/-]+\n\n +(?P<method>[A-Z]+) (?P<template>/\S*)\n')
_ANSWER = re.compile(r"response_model=(.+?),\n(?: {12}error_models| {8}\))", re.DOTALL)
_ERROR = re.compile(r'"(\d+)": (\w+),')
VERSION = models.__name__.split(".")[1].removeprefix("v").replace("_", "-")
"""The version of the API that the description is of."""
_UNLISTED = frozenset({"assignee", "rate", "has_downloads", "state_reason"})
"""Keys that GitHub sends and the description lacks; most of them belong to version 2022-11-28, GitHub's default."""
_ALIASES = {"/repos/{owner}/{repo}/statuses/{ref}": "/repos/{owner}/{repo}/commits/{ref}/statuses"}
"""Older names that GitHub still answers to, with the published ones."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?:[\w.~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})+", re.ASCII)
"""What `format: uri` allows, but for addresses of IPv6: https://datatracker.ietf.org/doc/html/rfc3986#section-2."""
_TEMPLATE = re.compile(r"\{[^{}]*\}")
"""What an address leaves open: https://datatracker.ietf.org/doc/html/rfc6570."""
_NO_ADDRESSES = ("ssh_url",)
"""Keys that are spelled like an address and hold what git alone understands."""
_OR_NOTHING = (
    None,
    "str",
    "EmptyObject",
    "WorkflowDispatchResponse",
    "list[Contributor]",
    "RepositoryInvitation",
)
"""What may come without JSON: a text; a change that is told by 204; the people behind no commit; somebody who becomes a
collaborator without an invitation; and until 2026-03-10, a dispatched workflow."""
_NOT_WEBHOOKS = ("schedule",)
"""Events of Actions alone."""

# The description has thousands of models. Build those alone that something is held against, once it is.
compat.GitHubModel.model_config["defer_build"] = compat.ExtraGitHubModel.model_config["defer_build"] = True
compat.model_rebuild = lambda _: None


@dataclass(frozen=True)
class Operation:
    """What GitHub publishes of one route: the model of its answer, and those of its errors."""

    answer: str | None
    errors: dict[int, str]


@contextmanager
def holding(sandbox: Sandbox) -> Iterator[None]:
    """Hold every answer and every payload of a sandbox against the description; AssertionError on leaving."""
    exchanges: list[Exchange] = []
    sandbox.observers.append(exchanges.append)
    yield
    faults = [fault for exchange in exchanges for fault in answer_faults(exchange)]
    faults += [fault for delivery in sandbox.deliveries for fault in payload_faults(delivery)]
    assert not faults, "\n".join(dict.fromkeys(faults))


def answer_faults(exchange: Exchange) -> list[str]:
    """What GitHub's description does not allow in an answer."""
    request = exchange.request
    if request.route is None or request.route == "/graphql":
        return []
    where = f"{request.method} {request.route} {request.status}"
    return _answer_faults(where, exchange) + _wrong_addresses(where, exchange.json)


def _answer_faults(where: str, exchange: Exchange) -> list[str]:
    request = exchange.request
    operation = find_operation("GET" if request.method == "HEAD" else request.method, request.route or "")
    if operation is None:
        return [f"{where}: no such route is published"]
    if request.status == 500:
        return [f"{where}: the sandbox broke"]
    if request.status in (301, 307) or request.status >= 400:
        expected = operation.errors.get(request.status, "BasicError")
        return _faults(where, _model(f"{expected} | BasicError | ValidationErrorSimple"), exchange.json)
    if exchange.json is None or operation.answer is None:
        fits = exchange.json is None and _may_be_empty(operation, exchange)
        return [] if fits else [f"{where}: a body where none belongs, or none where one does"]
    return _faults(where, _model(operation.answer), exchange.json)


def payload_faults(delivery: WebhookDelivery) -> list[str]:
    """What GitHub's description does not allow in a webhook payload."""
    if delivery.event in _NOT_WEBHOOKS:
        return []
    where = f"webhook {delivery.event} {delivery.payload.get('action', '')}".strip()
    model = payload_model(delivery.event, delivery.payload.get("action"))
    if model is None:
        return [f"{where}: no such action is published"]
    return _faults(where, _adapter(model), delivery.payload) + _wrong_addresses(where, delivery.payload)


@cache
def payload_model(event: str, action: str | None) -> Any:
    """Return the model of a payload; None if no such action is published.

    Most are found by their names: to load those of all actions of an event takes up to seconds.
    """
    name = "".join(part.capitalize() for part in f"webhook_{event}_{action}".split("_"))
    if hasattr(models, name):
        return getattr(models, name)
    published = webhook(event)
    actions = getattr(published, "action_types", None)
    return actions.get(action) if isinstance(actions, dict) and event != "repository_dispatch" else published.Event


@cache
def webhook(event: str) -> ModuleType:
    """Return the description of one event; those of all events together take seconds to import."""
    return import_module(f"{models.__name__.rpartition('.')[0]}.webhooks.{event}")


def _wrong_addresses(where: str, said: object) -> list[str]:
    """Find the addresses that are none, which the generated models do not: they drop `format: uri`.

    Times are not looked at here, since the models read them as times.
    """
    if isinstance(said, list):
        return [fault for each in said if isinstance(each, dict | list) for fault in _wrong_addresses(where, each)]
    if not isinstance(said, dict):
        return []
    faults = [
        f"{where}: {name}: {each} is no valid uri"
        for name, each in said.items()
        if name.endswith("url") and _is_wrong_address(name, each)
    ]
    return faults + _wrong_addresses(where, list(said.values()))


def _is_wrong_address(name: str, said: object) -> bool:
    told = (name == "url" or name.endswith("_url")) and name not in _NO_ADDRESSES and isinstance(said, str) and said
    return bool(told) and not _is_address(str(said))


@cache
def _is_address(said: str) -> bool:
    return _ADDRESS.fullmatch(_TEMPLATE.sub("", said)) is not None


def find_operation(method: str, template: str) -> Operation | None:
    """What is published of a route; None if nothing is."""
    return operations().get((method, _bare(_ALIASES.get(template, template))))


@cache
def operations() -> dict[tuple[str, str], Operation]:
    """Every published route of the families that the sandbox serves."""
    found = {}
    for client in _CLIENTS:
        text = (resources.files("githubkit_schemas.v2026_03_10") / "rest" / f"{client}.py").read_text()
        for method in _METHODS.split(text):
            if (match := _OPERATION.search(method)) is None:
                continue
            answer = _ANSWER.search(method)
            errors = {int(status): model for status, model in _ERROR.findall(method)}
            operation = Operation(answer[1] if answer else None, errors)
            found[match["method"], _bare(match["template"])] = operation
    return found


def _bare(template: str) -> str:
    """A template without the names of its parts, which the generated description spells in its own way."""
    return re.sub(r"\{\w+\}", "{}", template)


def _may_be_empty(operation: Operation, exchange: Exchange) -> bool:
    """A raw file is not JSON; and some answers have a body with one status, and none with another."""
    return operation.answer in _OR_NOTHING or _is_raw(exchange)


def _is_raw(exchange: Exchange) -> bool:
    return any(kind in exchange.headers.get("Content-Type", "") for kind in (".raw", ".diff", ".patch"))


@cache
def _model(expression: str) -> TypeAdapter[Any]:
    """The type that an expression such as `list[Issue]` names."""
    names = {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)}
    known = {name: getattr(models, name) for name in names if hasattr(models, name)}
    return TypeAdapter(eval(expression, {**known, "Union": Union, "_dt": dt}))  # noqa: S307 - text of the description


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _faults(where: str, adapter: TypeAdapter[Any], said: object) -> list[str]:
    try:
        adapter.validate_python(said)
    except ValidationError as error:
        return [f"{where}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:5]]
    return [f"{where}: {key} is not published" for key in sorted(_unpublished(adapter, said))]


def _unpublished(adapter: TypeAdapter[Any], said: object) -> set[str]:
    model = getattr(adapter, "_type", None)
    if not (isinstance(model, type) and issubclass(model, BaseModel) and isinstance(said, dict)):
        return set()
    if model.model_config.get("extra") == "allow":
        return set()
    known = {field.alias or name for name, field in model.model_fields.items()}
    return set(said) - known - _UNLISTED
