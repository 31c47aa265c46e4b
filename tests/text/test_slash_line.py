"""A line is read as a command in every form that people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.text.slash_line import MAY_HOLD, CommandLine, read_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/ack", CommandLine("ack", "")),
        ("   /Sev 1 down ", CommandLine("sev", "1 down")),
        ("/sev1", CommandLine("sev", "1", "sev1")),
        ("/sev-1 down", CommandLine("sev", "1 down", "sev-1")),
        ("/sev–1", CommandLine("sev", "1", "sev–1")),
        ("/sev:1", CommandLine("sev", "1", "sev:1")),
        ("/sev=1", CommandLine("sev", "1", "sev=1")),
        ("/sev_1", CommandLine("sev", "1", "sev_1")),
        ("/sev.1", CommandLine("sev", "1", "sev.1")),
        ("/sev(1)", CommandLine("sev", "(1)", "sev(1)")),
        ("/sev2 going down", CommandLine("sev", "2 going down", "sev2")),
        ("/ack.", CommandLine("ack", "", "ack.")),
        ("/ack, thanks", CommandLine("ack", "thanks", "ack,")),
        ("/ack…", CommandLine("ack", "", "ack…")),
        ("/ack。", CommandLine("ack", "", "ack。")),
        ("/ack👍", CommandLine("ack", "👍", "ack👍")),
        ("/resolve!", CommandLine("resolve", "", "resolve!")),
        ("/resolve!!! at last", CommandLine("resolve", "at last", "resolve!!!")),
        ("/ic@grace", CommandLine("ic", "@grace", "ic@grace")),
        ("/page@acme/payments now", CommandLine("page", "@acme/payments now", "page@acme/payments")),
        ("/Update: text", CommandLine("update", "text", "Update:")),
        ("/update:text and more", CommandLine("update", "text and more", "update:text")),
        ("/status:monitoring", CommandLine("status", "monitoring", "status:monitoring")),
        ("/affects+web", CommandLine("affects", "+web", "affects+web")),
        ("/duplicate#12", CommandLine("duplicate", "#12", "duplicate#12")),
        ("/false_alarm a test", CommandLine("false-alarm", "a test", "false_alarm")),
        ("/ ack", CommandLine("ack", "", "ack")),
        ("\u200b/ack", CommandLine("ack", "", "ack")),
        ("／ack", CommandLine("ack", "", "ack")),
        ("\u3000／ｓｅｖ　１", CommandLine("sev", "１", "ｓｅｖ")),
        ("／ｓｅｖ１", CommandLine("sev", "１", "ｓｅｖ１")),
        ("/確認", CommandLine("確認", "", "確認")),
        ("/résolu c'est fini", CommandLine("résolu", "c'est fini", "résolu")),
        ("/BEHOBEN: Pool vergrößert", CommandLine("behoben", "Pool vergrößert", "BEHOBEN:")),
    ],
)
def test_a_line_is_a_command_as_it_is_plainly_meant(line: str, expected: CommandLine) -> None:
    assert read_line(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "", "/", "//", "//ack", "/1", "/_", "ack", "/usr/bin is full", "/ usr/bin is full", "/docs/RUNBOOK.md",
        "/index.html", "/robots.txt, too", "/a.b.c", "/api/v1/orders returns 500", "/search?q=1", "/a&b", "/a%20b",
        "/c:\\temp", "/ack/", "    /ack", "\t/ack", "/  ack", "/-ack", "/*", "/👍",
    ],
)  # fmt: skip
def test_a_path_a_file_and_a_stray_slash_are_no_commands(line: str) -> None:
    assert read_line(line) is None


@given(st.text() | st.text(alphabet="/／ack1.:@-_ \u200b\u3000"))
def test_a_command_always_passes_the_first_look(line: str) -> None:
    assert read_line(line) is None or MAY_HOLD.search(line)
