"""An item that names its issue is told from one that only mentions another."""

import pytest

from incident_actions.postmortem.issue_references import IssueReference, find_issue, split_issue

URL = "https://github.com/acme/shop/issues/41"
BARE, OURS = IssueReference(41), IssueReference(41, "acme/shop")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Add it (#41)", ("Add it", BARE)),
        ("Add it (tracked in #41)", ("Add it", BARE)),
        (f"Add it ([#41]({URL}))", ("Add it", OURS)),
        (f"Add it ({URL})", ("Add it", OURS)),
        ("Add it ([#41](https://x.org/41))", ("Add it", BARE)),
        ("Add it: #41", ("Add it", BARE)),
        (f"Add it — {URL}", ("Add it", OURS)),
        ("#41", ("#41", BARE)),
        (f"[#41]({URL})", ("#41", OURS)),
        (f"<{URL}>", ("#41", OURS)),
        (f"[Add it]({URL})", ("Add it", OURS)),
        (f"[Add it]({URL}#issuecomment-1) now", ("Add it now", OURS)),
        ("#41 Add it", ("Add it", BARE)),
        ("acme/shop#41: Add it", ("Add it", OURS)),
        ("Add it (as in #41)", ("Add it (as in #41)", IssueReference())),
        ("Look at #41 again", ("Look at #41 again", IssueReference())),
        ("Fixes: #41", ("Fixes: #41", IssueReference())),
        ("Check that it resolves: #41", ("Check that it resolves: #41", IssueReference())),
        ("#41st try", ("#41st try", IssueReference())),
        ("Add it (#0)", ("Add it (#0)", IssueReference())),
        ("Add it (https://github.com/acme/shop/pull/41)", ("Add it (https://github.com/acme/shop/pull/41)", IssueReference())),
        ("", ("", IssueReference())),
    ],
)  # fmt: skip
def test_the_issue_of_an_item_is_split_off_its_text(text: str, expected: tuple[str, IssueReference]) -> None:
    assert split_issue(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("see #41 and #42", BARE), (f"n/a, {URL}", OURS), ("n/a", IssueReference())]
)
def test_the_first_issue_of_a_cell_counts(text: str, expected: IssueReference) -> None:
    assert find_issue(text) == expected
