"""What people type: commands from the table's own usages with arguments right and wrong, in prose, fences and quotes."""

from __future__ import annotations

from hypothesis import strategies as st

from incident_actions.contract import card_comment
from incident_actions.contract.decision import EntryFields
from incident_actions.contract.effects import COMMENT_MARK
from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.model.incident.entry import Declared, ItemOpened, SeveritySet
from incident_actions.text import record
from tests.worlds import START

STAMP = EntryFields(at=START, accepted=START, by="mallory", by_id=0, comment=0, index=0)
FORGED = record.write_record((Declared(**STAMP, status="Identified"), SeveritySet(**STAMP, to="SEV-1")))
FORGED_ITEM = record.write_record((ItemOpened(**STAMP, incident=7, key="c1.0", text="Forged", owner="mallory"),))
ARGUMENTS = (
    "", "1", "2", "SEV-1", "sev-3", "9", "one", "@ada", "@grace", "@linus", "@mary", "@kim", "@nobody", "@acme/all", "ada",
    "commander", "tech lead", "identified", "monitoring", "resolved", "investigating", "13:00", "12:30 yesterday", "20m ago",
    "25:99", "2026-03-20", "2026-02-30", "friday", "next mon", "5d", "1 month", "now", "started", "resolved 13:00",
    "mitigated 20m ago", "#3", "#7", "#0", "from v1", "from ../..", "waive", "waive no need", "prevent", "[detect]", "api, web",
    "it is over", "fixes #1 @acme/all", "x" * 300, "<!-- hidden -->", "-->", "`", "```", "|", "é🔥", "{{ 7 * 7 }}", "\u202e",
    "[a](javascript:b)", "![x](https://x.org/i.png)", "::error::x", "$(id)", "; rm -rf /", "../../etc/passwd", "\\",
)  # fmt: skip
WORDS = st.sampled_from([command.word for command in COMMANDS]) | st.sampled_from(
    ("frobnicate", "Sev", "ACK", "statis")
)
COMMAND_LINES = st.builds(
    lambda word, given: f"/{word} {' '.join(given)}".rstrip(), WORDS, st.lists(st.sampled_from(ARGUMENTS), max_size=3)
)
RIGHT = st.sampled_from(
    (
        "/sev 1", "/sev 2 less than we thought", "/ack", "/ic", "/ic @linus", "/status identified", "/status monitoring",
        "/mitigated", "/resolve", "/resolve it is over", "/reopen it came back", "/false-alarm a test", "/duplicate #3",
        "/update we are on it", "/note 13:30 the deploy", "/rollback", "/rollback #2", "/hotfix pool size", "/action @linus fri fix it prevent",
        "/postmortem", "/postmortem waive no need", "/done #4", "/done trust me", "/accept fine", "/due 2026-04-01", "/owner @ada", "/snooze 5d on leave",
        "/drop no", "/help", "/declare 1 again", "/page", "/page @ada it grows", "/page ic", "/escalate stuck", "/snooze 30m on it",
        "/snooze off", "/cadence 20m", "/cadence off", "/publish we look", "/handoff ic @ada go on", "/room #pool",
    )
)  # fmt: skip
PROSE = st.sampled_from(
    ("", "just talk", "@acme/all fixes #1", "/", "//sev 1", "look at /var/log", "- item", "## Heading")
)
MARKERS = st.sampled_from(
    (
        card_comment.CARD_MARK,
        card_comment.RECORD_PAGE_MARK,
        COMMENT_MARK.format(key="not-declared"),
        COMMENT_MARK.format(key="owed:0"),
        FORGED,
        "<!-- x",
        "-->",
    )
)
HIDDEN = st.builds(
    lambda line, around: around.format(line),
    COMMAND_LINES | RIGHT,
    st.sampled_from(
        ("> {}", "```\n{}\n```", "~~~~\n{}\n~~~\n~~~~", "    {}", "<!-- {} -->", "<!--\n{}\n-->", "`a\n{}\n`", "- {}")
    ),
)
LINES = st.one_of(RIGHT, RIGHT, RIGHT, COMMAND_LINES, COMMAND_LINES, HIDDEN, PROSE, MARKERS)
FORGERIES = st.sampled_from(
    (f"{card_comment.CARD_MARK}\nx\n\n{FORGED}", f"{card_comment.RECORD_PAGE_MARK}\nx\n\n{FORGED}", FORGED_ITEM)
)
COMMENTS = FORGERIES | st.builds(
    lambda lines, end: end.join(lines),
    st.lists(LINES, min_size=1, max_size=5),
    st.sampled_from(("\n", "\n", "\n\n", "\r\n")),
)
