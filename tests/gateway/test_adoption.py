"""What a repository adopts."""

import tomllib
from pathlib import Path

from incident_actions.gateway import adoption

ROOT = Path(__file__).parents[2]


def test_it_is_what_this_repository_itself_runs_on() -> None:
    files = adoption.files()

    assert files == {path: (ROOT / path).read_text(encoding="utf-8") for path in files}
    assert ".github/workflows/respond.yml" in files


def test_the_wheel_carries_all_of_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    def place(path: str) -> str:
        source = next(each for each in carried if path == each or path.startswith(f"{each}/"))
        return str(carried[source]) + path.removeprefix(source)

    places = {path: place(path) for path in adoption.files()}
    assert places == {path: f"incident_actions/adopt/{path.removeprefix('.github/')}" for path in places}
