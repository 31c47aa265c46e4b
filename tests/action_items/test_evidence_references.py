"""References to pull requests, issues and commits are found in a text as people write it."""

import pytest

from incident_actions.action_items.evidence_references import EvidenceReference, NamedEvidence, find_evidence

HASH = "0123456789abcdef0123456789abcdef01234567"


def ours(number: int) -> EvidenceReference:
    return EvidenceReference(f"#{number}", number=number)


def commit(sha: str, given: str = "") -> EvidenceReference:
    return EvidenceReference(given or sha, commit=sha)


@pytest.mark.parametrize(
    ("text", "references", "elsewhere", "has_words"),
    [
        ("#7", [ours(7)], [], False),
        (" 7. ", [ours(7)], [], False),
        ("it is in #44", [ours(44)], [], True),
        ("trust me", [], [], True),
        ("C#7 and a#b", [], [], True),
        ("#0", [], [], False),
        ("https://github.com/acme/shop/pull/12", [ours(12)], [], False),
        ("https://GitHub.com/Acme/Shop/issues/12#issuecomment-3", [ours(12)], [], False),
        ("[#12](https://github.com/acme/shop/issues/12)", [ours(12)], [], False),
        ("#12 then #12", [ours(12)], [], True),
        ("acme/api#9", [EvidenceReference("acme/api#9", "acme/api", 9)], [], False),
        (
            "https://github.com/acme/api/issues/3 and #4",
            [EvidenceReference("acme/api#3", "acme/api", 3), ours(4)],
            [],
            True,
        ),
        (
            "#4 https://github.com/acme/api/issues/3",
            [ours(4), EvidenceReference("acme/api#3", "acme/api", 3)],
            [],
            False,
        ),
        ("acme/api@abc1234", [EvidenceReference("acme/api@abc1234", "acme/api", commit="abc1234")], [], False),
        ("abc1234", [commit("abc1234")], [], False),
        (HASH, [commit(HASH, HASH[:10])], [], False),
        ("https://github.com/acme/shop/commit/ABC1234def", [commit("abc1234def", "ABC1234def")], [], False),
        ("the facade and the deadbeef cafe", [], [], True),
        ("ticket 1234567 says so", [], [], True),
        ("someone/else#1", [], ["someone/else#1"], False),
        ("https://ci.example.org/run/7.", [], ["https://ci.example.org/run/7"], False),
        ("<https://ci.example.org/run/7> is green", [], ["https://ci.example.org/run/7"], True),
        (
            "https://github.com.example.org/acme/shop/pull/12",
            [],
            ["https://github.com.example.org/acme/shop/pull/12"],
            False,
        ),
        ("https://github.com/acme/shop/pulls", [], ["https://github.com/acme/shop/pulls"], False),
    ],
)
def test_a_text_names_what_can_be_looked_up_and_what_cannot(
    text: str, references: list[EvidenceReference], elsewhere: list[str], has_words: bool
) -> None:
    found = find_evidence(text, "https://github.com", "acme/shop", ["acme/api"])

    assert found == NamedEvidence(tuple(references), tuple(elsewhere), has_words)
