"""The page about the Python API lists what the packages export, and its example works."""

from pathlib import Path
from types import SimpleNamespace

import requests

from incident_actions import sandbox
from tests.documentation import api_reference
from tests.documentation.pages import ROOT, blocks

(EXAMPLE, *_) = (each.text for each in blocks(ROOT / "docs" / "api.md") if each.language == "python")


def test_it_has_each_name_that_the_sandbox_exports_and_says_what_each_is() -> None:
    names = api_reference.sandbox_names()

    assert sorted(each.name for each in names) == sorted(sandbox.__all__)
    assert [each.name for each in (*names, *api_reference.event_names()) if not each.meaning] == []


def test_it_has_the_methods_of_the_sandbox_with_their_parameters() -> None:
    described = {each.written: each.meaning for each in api_reference.sandbox_names()[0].members}

    assert described["token(login)"].startswith("Return a personal access token")
    assert described["api_url"].startswith("The address of the REST API")


def test_the_example_is_a_test_that_passes(tmp_path: Path) -> None:
    def main(api: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        requests.post(f"{api}/repos/acme/shop/issues", json={"title": "Down"}, headers=headers, timeout=60)

    names = {"my_program": SimpleNamespace(main=main)}
    exec(EXAMPLE, names)  # noqa: S102 - what readers copy

    names["test_my_program_opens_an_issue"](tmp_path)  # type: ignore[operator]
