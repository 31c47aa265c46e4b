"""A plugin of pytest that leaves each test its first case, and each property a few examples.

`pytest -p tests.laboratory.first_cases --hypothesis-profile few`
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.tiers import leave_all_but_first_cases

settings.register_profile("few", deadline=None, max_examples=3, derandomize=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the other cases as rest, and take out what is marked so."""
    leave_all_but_first_cases(items, config.rootpath / "tests")
    others = [item for item in items if item.get_closest_marker("rest")]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if not item.get_closest_marker("rest")]
