"""Post-mortems as people write them, good and bad, give exactly the items and findings that are written beside each."""

from tests.postmortem.corpus_results import CORPUS, FILES, results_of


def test_the_corpus_is_large_enough_and_each_file_has_its_results() -> None:
    assert len(FILES) >= 60
    assert {each.with_suffix("") for each in CORPUS.glob("*/*.txt")} == {each.with_suffix("") for each in FILES}


def test_a_post_mortem_has_exactly_these_items_and_findings() -> None:
    written = {path: path.with_suffix(".txt").read_text(encoding="utf-8") for path in FILES}

    assert {path: results_of(path) for path in FILES} == written
