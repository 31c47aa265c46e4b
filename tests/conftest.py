"""How hypothesis searches here, the same way every time (`make torture` searches at random); what is sent; and what is made once."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from jinja2 import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

from incident_actions.gateway.client import retry, write_pace
from tests.tiers import leave_all_but_first_cases, start_slow_files_first, thin_long_tables

if TYPE_CHECKING:
    from tests.receivers.mail import Mail
    from tests.receivers.web import Web

settings.register_profile("calm", deadline=None, max_examples=30, derandomize=True)
settings.load_profile("calm")


FIRST_CASES = ("drill", "laboratory", "runner", "stories")
"""Folders in which a case takes seconds: the fast tier has one case of each test, and the rest a share of many."""
SLOWEST = ("laboratory", "documentation", "sandbox/pages", "runner", "drill", "stories")
"""Folders with files that take longest, which start first."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect no garbage among the tests while they are found, nor later, and little after: most of it goes by itself."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what the faster tiers leave out and no test says by itself; once pytest has selected, sort what it has."""
    for folder in FIRST_CASES:
        leave_all_but_first_cases(items, Path(__file__).parent / folder)
        thin_long_tables(items, Path(__file__).parent / folder)
    yield
    start_slow_files_first(items, [Path(__file__).parent / folder for folder in SLOWEST])


@pytest.fixture
def there() -> Iterator[Web]:
    """Somebody's webhook, on this machine."""
    from tests.receivers.web import web  # noqa: PLC0415  few tests send anything, and its certificates take a moment

    with web() as there:
        yield there


@pytest.fixture
def letters() -> Iterator[Mail]:
    """Somebody's mail server, on this machine."""
    from tests.receivers.mail import mail  # noqa: PLC0415  as above

    with mail() as letters:
        yield letters


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_logged_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests from the tokens of whoever runs them: https://cli.github.com/manual/gh_help_environment."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GH_CONFIG_DIR", str(tmp_path_factory.mktemp("gh")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _runs_never_wait() -> Iterator[None]:
    """Let runs in this process send at once what they would send later; tests of the waits have clocks of their own."""
    unhurried = SimpleNamespace(time=time.time, monotonic=time.monotonic, sleep=lambda _: None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(retry, "time", unhurried)
        patched.setattr(write_pace, "time", unhurried)
        yield


@pytest.fixture(autouse=True, scope="session")
def _each_template_is_compiled_once() -> Iterator[None]:
    """Compile each of the tool's own templates once in this process; a run of its own compiles anew what it fills."""
    compiled: Callable[..., Any] = ImmutableSandboxedEnvironment.compile
    known: dict[tuple[str, str | None, Any], Any] = {}

    def compile_once(
        self: Environment, source: str, name: str | None = None, filename: str | None = None, **more: Any
    ) -> Any:
        if type(self) is not ImmutableSandboxedEnvironment or filename or more:
            return compiled(self, source, name, filename, **more)
        key = (source, name, self.autoescape)  # pages and Markdown share templates, and only pages escape
        if key not in known:
            known[key] = compiled(self, source, name)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ImmutableSandboxedEnvironment, "compile", compile_once)
        yield
