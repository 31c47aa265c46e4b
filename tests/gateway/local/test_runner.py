"""What the workflow's runner gives and takes."""

import json
from pathlib import Path

import pytest

from incident_actions.gateway.local.runner import (
    RunEnvironment,
    UserError,
    escape_commands,
    read_environment,
    set_outputs,
)

NEEDED = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": "t"}


def test_on_github_com_little_needs_to_be_set() -> None:
    assert read_environment(NEEDED) == RunEnvironment(
        event="schedule",
        payload={},
        repository="acme/shop",
        token="t",
        api_url="https://api.github.com",
        server="https://github.com",
        workspace=Path(),
        ref_name="",
        run_url="",
        summary=None,
        outputs=None,
    )


@pytest.mark.parametrize("lacking", NEEDED)
@pytest.mark.parametrize("empty", [True, False])
def test_missing_variables_are_named(lacking: str, empty: bool) -> None:
    environment = {**NEEDED, lacking: ""} if empty else {key: NEEDED[key] for key in NEEDED if key != lacking}

    with pytest.raises(UserError, match=f"^{lacking} is not set. .*\\.$"):
        read_environment(environment)


@pytest.mark.parametrize(
    ("event", "payload", "ref", "branch"),
    [
        ("issues", {"repository": {"default_branch": "trunk"}}, "main", "trunk"),
        ("schedule", {"repository": {"default_branch": "trunk"}}, "trunk", "trunk"),
        ("schedule", {"schedule": "0 * * * *"}, "trunk", "trunk"),
        ("workflow_dispatch", {"repository": {"default_branch": "trunk"}}, "topic", "trunk"),
        ("workflow_dispatch", {}, "topic", ""),
        ("schedule", {}, "", ""),
        ("issues", {"repository": True}, "topic", ""),
    ],
)
def test_the_default_branch_is_the_events_and_never_the_one_that_a_run_was_started_on(
    event: str, payload: dict[str, object], ref: str, branch: str, tmp_path: Path
) -> None:
    (tmp_path / "event.json").write_text(json.dumps(payload))
    environment = {
        **NEEDED,
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_REF_NAME": ref,
    }

    assert read_environment(environment).default_branch == branch


def test_an_output_ends_only_at_its_own_delimiter(tmp_path: Path) -> None:
    here = read_environment({**NEEDED, "GITHUB_OUTPUT": str(tmp_path / "output")})

    set_outputs(here, first="a\nEOF\nsecond=forged", second="b")

    lines = (tmp_path / "output").read_text().splitlines()
    first, second = (line.partition("<<")[2] for line in (lines[0], lines[5]))
    assert lines == [f"first<<{first}", "a", "EOF", "second=forged", first, f"second<<{second}", "b", second]
    assert len({first, second}) == 2


Z = "\u200b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", f":{Z}:error::x"),
        ("well\n \t::error::x", f"well\n \t:{Z}:error::x"),
        ("well\r::error::x\r\n::debug::y", f"well\r:{Z}:error::x\r\n:{Z}:debug::y"),
        ("anywhere ##[error]x", f"anywhere ##{Z}[error]x"),
        ("half a character \ud83d", "half a character ?"),
        ("std::vector in a line", "std::vector in a line"),
    ],
)
def test_no_line_of_a_log_is_a_command(text: str, expected: str) -> None:
    assert escape_commands(text) == expected


def test_the_token_is_not_shown_with_the_environment() -> None:
    assert "ghs_secret" not in repr(read_environment({**NEEDED, "GITHUB_TOKEN": "ghs_secret"}))


def test_a_token_may_come_with_the_line_break_that_was_pasted_with_it() -> None:
    assert read_environment({**NEEDED, "GITHUB_TOKEN": " t\r\n"}).token == "t"


@pytest.mark.parametrize("token", [" \n", "a b", "a\nb", "é"])
def test_an_invalid_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(UserError, match=r"^GITHUB_TOKEN contains characters that a token cannot have\.$"):
        read_environment({**NEEDED, "GITHUB_TOKEN": token})
