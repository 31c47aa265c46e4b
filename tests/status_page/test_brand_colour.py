"""A team's colour can be read in light and in dark."""

from __future__ import annotations

import pytest

from incident_actions.status_page.brand_colour import DARK_PAGE, LIGHT_PAGE, READABLE, contrast, readable_on


@pytest.mark.parametrize("colour", ["ffffff", "000000", "ffee00", "0b5fff", "ff00ff", "7f7f7f", "00ff88"])
@pytest.mark.parametrize("surface", [LIGHT_PAGE, DARK_PAGE])
def test_every_colour_can_be_read_on_every_surface(colour: str, surface: str) -> None:
    assert contrast(readable_on(colour, surface), surface) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable_on("0b5fff", LIGHT_PAGE) == "0b5fff"


def test_black_and_white_have_the_greatest_contrast() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
