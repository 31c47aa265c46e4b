"""Each kind of torture, for a moment; `make torture` goes on for as long as it is told to."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.laboratory.torture import fuzz_payloads, harms
from tests.laboratory.torture.machine import IncidentMachine
from tests.laboratory.torture.machine_items import ItemMachine
from tests.laboratory.torture.modules import MODULES, tortured
from tests.laboratory.torture.parsers import PARSERS
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.table import table
from tests.laboratory.torture.worst import WORST, long
from tests.tiers import sampled

SHORT = settings(max_examples=25, stateful_step_count=30, suppress_health_check=list(HealthCheck))
FUZZED = [
    (name, each)
    for name in MODULES
    if name.startswith("fuzz_")
    for each in import_module(f"tests.laboratory.torture.{name}").PROPERTIES
]


@pytest.mark.rest
@pytest.mark.parametrize("machine", [IncidentMachine, ItemMachine])
def test_whatever_people_events_and_runs_do_nothing_is_lost_twice_or_unauthorised(
    machine: type[IncidentMachine | ItemMachine],
) -> None:
    run_state_machine_as_test(machine, settings=SHORT)


@pytest.mark.parametrize(("module", "name"), FUZZED, ids=[f"{module}, {name}" for module, name in FUZZED])
def test_whatever_is_read_only_what_is_named_is_raised(module: str, name: str) -> None:
    holds, examples = import_module(f"tests.laboratory.torture.{module}").PROPERTIES[name]

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(examples)
    def search(example: object) -> None:
        holds(example)

    search()


def test_each_part_of_a_payload_may_be_anything() -> None:
    assert fuzz_payloads.each_part_odd() > 5_000


@pytest.mark.parametrize("name", PARSERS)
def test_the_longest_texts_go_through_every_parser(name: str) -> None:
    for fragment in WORST:
        PARSERS[name].read(long(("", fragment, "")))


@pytest.mark.parametrize("name", MODULES)
def test_every_kind_of_torture_can_be_found(name: str) -> None:
    assert callable(import_module(f"tests.laboratory.torture.{name}").torture)


def test_a_torture_that_breaks_is_a_failure_of_its_own() -> None:
    row = tortured("unheard_of", 1, 0)

    assert (row.name, row.holds, len(row.failures)) == ("unheard_of", False, 1)


def test_the_table_adds_up_what_came_of_each() -> None:
    rows = (
        Row("walks", 1_000, faults=5, bad=7),
        Row("texts | names", 20, lost=1, twice=2, failures=("x",), note="slow"),
    )

    assert table(rows).splitlines() == [
        "| What | Cases | Faults survived | Bad inputs tried | Lost | Twice | Failed | Note |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        "| walks | 1,000 | 5 | 7 | 0 | 0 | 0 |  |",
        "| texts \\| names | 20 | 0 | 0 | 1 | 2 | 1 | slow |",
        "| **In all** | **1,020** | **5** | **7** | **1** | **2** | **1** |  |",
    ]


@pytest.mark.rest
@pytest.mark.parametrize("seed", sampled(range(0, 60, 15), one_in=4, thin=2))
def test_an_incident_is_what_it_was_whatever_somebody_does_to_the_bots_comments(seed: int) -> None:
    assert [what for each in range(seed, seed + 15) if (what := harms.wrong(each))] == []
