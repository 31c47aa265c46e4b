"""How hypothesis searches here, calmly and in CI the same way every time; and receivers of what is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.receivers.mail import Mail
    from tests.receivers.web import Web

settings.register_profile("calm", deadline=None, max_examples=80, derandomize=bool(os.environ.get("CI")))
settings.load_profile("calm")


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
