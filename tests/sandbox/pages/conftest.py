"""A visitor of a sandbox with one repository and its people."""

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.conftest import sandbox
from tests.sandbox.pages.visitor import Visitor

__all__ = ["sandbox"]


@pytest.fixture
def visitor(sandbox: Sandbox) -> Visitor:
    return Visitor(sandbox)
