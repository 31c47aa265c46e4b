"""A text that nobody could verify gets the better wording for it."""

import pytest

from incident_actions.action_items.vague_texts import better_shape


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Improve monitoring", "watch"),
        ("We should investigate the outage", "look"),
        ("Discuss the release process", "talk"),
        ("Clean up the configuration", "better"),
        ("Be more careful", "care"),
        ("Alert when the pool is over 90 % full", ""),
        ("Improve the alert so that it fires when the pool of connections is over 90 % full", ""),
    ],
)
def test_a_vague_text_gets_its_better_wording(text: str, shape: str) -> None:
    assert better_shape(text) == shape
