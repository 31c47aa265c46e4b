"""The validator notices what is wrong, so its silence about the project's pages says something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.html_validator import find_html_mistakes

PAGE = "<!doctype html>\n<html lang=en><head><title>A page</title></head>\n<body>{}</body></html>\n"


@pytest.mark.rest
def test_an_element_in_the_wrong_place_and_an_id_twice_are_found(tmp_path: Path) -> None:
    bad = PAGE.format("<p id=a><span><div id=a>One</div></span></p>")

    assert find_html_mistakes({"good.html": PAGE.format("<p id=a>One</p>"), "bad.html": bad}, tmp_path) == [
        "bad.html:3:22 <div> element is not permitted as content under <span>",
        'bad.html:3:29 Duplicate ID "a"',
    ]
