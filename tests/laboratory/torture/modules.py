"""Every kind of torture by the name of its module, and one of them run."""

from __future__ import annotations

import traceback
from importlib import import_module

from tests.laboratory.torture.row import Row

LONG = ("crashes", "failures")
"""Those with more cases than any time is enough for; each has a process of its own as long as the others take."""

MODULES = (
    *LONG,
    "races",
    "floods",
    "machine",
    "machine_items",
    "harms",
    "meetings",
    "fuzz_comments",
    "fuzz_texts",
    "fuzz_records",
    "fuzz_postmortems",
    "fuzz_configurations",
    "fuzz_payloads",
    "fuzz_alerts",
    "slowness",
)
"""Every kind of torture: a module of this package with `torture(seed, seconds) -> Row`."""


def tortured(name: str, seed: int, seconds: float) -> Row:
    """Run one module; that it breaks is a failure of its own, and hides no other's row."""
    try:
        row = import_module(f"tests.laboratory.torture.{name}").torture(seed, seconds)
    except Exception:  # noqa: BLE001  it is told in the row
        return Row(name, cases=0, failures=(traceback.format_exc(),))
    assert isinstance(row, Row)
    return row
