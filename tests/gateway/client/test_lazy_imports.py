"""A lazy module is loaded once, when one of its attributes is first used."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from incident_actions.gateway.client.lazy_imports import load_lazily

SLOW = """
import sys, time
sys.loads = getattr(sys, "loads", 0) + 1
time.sleep(0.02)
import slowly_loaded.part
ANSWER = 42
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "slowly_loaded").mkdir()
    (tmp_path / "slowly_loaded" / "__init__.py").write_text("")
    (tmp_path / "slowly_loaded" / "slow.py").write_text(SLOW)
    (tmp_path / "slowly_loaded" / "part.py").write_text("from slowly_loaded.slow import ANSWER")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "loads", 0, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    load_lazily("slowly_loaded.")
    yield
    for name in [name for name in sys.modules if name.startswith("slowly_loaded")]:
        del sys.modules[name]


def slow() -> ModuleType:
    return import_module("slowly_loaded.slow")


def loads() -> int:
    return int(vars(sys)["loads"])


def test_a_module_that_is_imported_twice_and_not_used_is_not_loaded() -> None:
    exec("import slowly_loaded.slow\nimport slowly_loaded.slow")  # noqa: S102  the statement, not the function

    assert slow() is sys.modules["slowly_loaded.slow"]
    assert loads() == 0


def test_a_module_is_loaded_once_even_if_its_parts_import_it_meanwhile() -> None:
    assert (slow().ANSWER, slow().ANSWER) == (42, 42)
    assert type(slow()) is ModuleType
    assert loads() == 1


def test_a_missing_attribute_is_an_error_of_the_loaded_module() -> None:
    with pytest.raises(AttributeError, match=r"slowly_loaded\.slow"):
        _ = slow().nothing

    assert loads() == 1


def test_threads_that_use_a_module_at_once_all_get_it_whole() -> None:
    module = slow()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: module.ANSWER, range(8)))

    assert answers == [42] * 8
    assert loads() == 1


def test_a_thread_that_loads_a_module_and_one_that_imports_what_it_needs_do_not_wait_for_each_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "imported_by_both.py").write_text("import sys\nsys.both.wait()\nfrom slowly_loaded.slow import ANSWER")
    (tmp_path / "slowly_loaded" / "loaded.py").write_text(
        "import sys\nsys.both.wait()\nimport imported_by_both\nONE = 1"
    )
    program = """
import sys
from importlib import import_module
from threading import Barrier, Thread
from incident_actions.gateway.client.lazy_imports import load_lazily

load_lazily("slowly_loaded.")
import slowly_loaded.loaded, slowly_loaded.slow
sys.both = Barrier(2)
imports = Thread(target=import_module, args=["imported_by_both"])
imports.start()
one = slowly_loaded.loaded.ONE
imports.join()
print(one, sys.modules["imported_by_both"].ANSWER)
"""

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert (done.stdout, done.stderr) == ("1 42\n", "")
