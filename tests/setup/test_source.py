"""A source is one commit of a repository, never something that could be moved."""

import pytest

from incident_actions.setup.source import Source, parse_source

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "acme/tool",
        "acme/tool@main",
        "acme/tool@v1",
        "tool@" + COMMIT,
        "acme/tool@",
        "acme/tool@" + COMMIT[:-1],
        "acme/tool@" + COMMIT + "0",
        "acme/tool@" + COMMIT.upper(),
        "acme/tool/.github@" + COMMIT,
        "acme/a tool@" + COMMIT,
        "https://github.com/acme/tool@" + COMMIT,
        f"acme/tool@{COMMIT} # v1",
    ],
)
def test_a_text_that_is_not_a_full_commit_of_a_repository_is_no_source(wrong: str) -> None:
    assert parse_source(wrong) is None


@pytest.mark.parametrize("written", [f"acme/tool@{COMMIT}", f"  acme/tool@{COMMIT}\n"])
def test_a_full_commit_of_a_repository_is_a_source(written: str) -> None:
    assert parse_source(written) == Source("acme/tool", COMMIT)


def test_a_name_may_have_every_sign_that_github_allows() -> None:
    assert parse_source(f"a-b/c_d.e@{COMMIT}") == Source("a-b/c_d.e", COMMIT)


def test_a_pin_names_the_path_the_commit_and_the_version_of_a_release() -> None:
    source = Source("acme/tool", COMMIT, "1.2.3")

    assert (
        Source("acme/tool", COMMIT).pin(".github/workflows/sweep.yml")
        == f"acme/tool/.github/workflows/sweep.yml@{COMMIT}"
    )
    assert source.pin(".github/workflows/sweep.yml") == f"acme/tool/.github/workflows/sweep.yml@{COMMIT} # v1.2.3"
