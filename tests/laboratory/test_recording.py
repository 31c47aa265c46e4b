"""The recording of the drill shows what the drill prints, within a minute."""

import json
import re

from tests.laboratory.recording import CLEAR, FIRST, RECORDING, SECONDS, choose_lines, write_cast

PRINTED = "One incident.\n\n2/13  A\nx\n\n3/13  B ──\n/sev 1\n\n4/13  C\ny\n\n10/13  D\nz\n\n────\nDone in 84 s: all passed.\n\nFiles:\n  f\n"


def test_it_has_its_scenes_and_the_result_without_the_seconds_of_a_machine() -> None:
    assert list(choose_lines(PRINTED)) == ["3/13  B ──", "/sev 1", "", "10/13  D", "z", "", "────", "Done: all passed."]


def test_each_scene_begins_on_an_empty_screen_and_longer_lines_stand_longer() -> None:
    header, *events = map(json.loads, write_cast(["3/13  B", "one", "one two three", "end"]).splitlines())

    assert (header["width"], header["height"]) == (100, 22)
    assert [text for _, _, text in events] == [
        "\x1b[?25l$ make drill\r\n",
        f"{CLEAR}3/13  B\r\n",
        "one\r\n",
        "one two three\r\n",
        "end\r\n",
    ]
    begun = [at for at, _, _ in events]
    assert begun[1] == FIRST
    assert begun[4] - begun[3] > begun[3] - begun[2]
    assert begun[-1] < FIRST + SECONDS <= 60


def test_the_picture_is_small_and_asks_for_nothing_else() -> None:
    picture = RECORDING.read_text(encoding="utf-8")

    assert len(picture) < 300_000
    assert set(re.findall(r"https?://[^\"\s]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<foreignObject|<image", picture)
    assert max(map(float, re.findall(r'begin="([0-9.]+)s', picture))) <= 60
