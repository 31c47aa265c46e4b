"""A plugin of pytest that leaves each test its first case: `pytest -p tests.laboratory.first_cases -m "not rest"`."""

from __future__ import annotations

import pytest

from tests.tiers import leave_all_but_first_cases


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the other cases as rest, and take out what is marked so."""
    leave_all_but_first_cases(items, config.rootpath / "tests")
    left = [item for item in items if not item.get_closest_marker("rest")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(left)])
    items[:] = left
