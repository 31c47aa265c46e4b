"""How the drill is told."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from incident_actions.drill.narration import Narration, strip_markdown

AT = datetime(2026, 3, 5, 3, 7, 21, tzinfo=UTC)


def told(width: int = 60) -> tuple[Narration, StringIO]:
    out = StringIO()
    return Narration(Console(file=out, width=width, highlight=False), 2), out


def test_the_narration_reads_like_a_conversation() -> None:
    narration, out = told()

    narration.begin_scene("Keeping people informed", "Mistakes get one reply.")
    narration.print_day(AT)
    narration.print_comment(AT, "grace", "#1", "Hello [all]\n/udpate We are on it.")
    narration.print_reply("Unknown command `/udpate`. Did you mean `/update`? Nothing was changed.", "😕")
    narration.print_card("🔴 SEV-1 · Investigating", "Say that you are on it: /ack")
    narration.print_fact("the typo was met with the nearest command")

    assert out.getvalue() == (
        "\n1/2  Keeping people informed ───────────────────────────────\n"
        "Mistakes get one reply.\n"
        "Thursday 5 March 2026\n"
        "03:07  grace  comments on #1\n"
        "         Hello [all]\n"
        "         /udpate We are on it.\n"
        "       tool 😕 /udpate is no command here. Did you mean\n"
        "            /update? Nothing was done for it.\n"
        "       card 🔴 SEV-1 · Investigating   Next: Say that\n"
        "            you are on it: /ack\n"
        "       ✓ the typo was met with the nearest command\n"
    )


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("## 🔴 SEV-1 · Closed", "🔴 SEV-1 · Closed"),
        ("**Resolved.** `ada`", "Resolved. ada"),
        ("open\n\n```\ngit fetch\n```\n\nbye", "open\nbye"),
        ("all @\u200bacme/all", "all @acme/all"),
        ("<details><summary>Earlier</summary>", "Earlier"),
        ("open\n<details><summary>Ready</summary>\n\n```\nsend it\n```\n\n</details>\n\nbye", "open\nbye"),
        ("`/postmortem waive <reason>`, &lt;ticket&gt; <b>now</b>", "/postmortem waive <reason>, <ticket> now"),
        ("- [ ] one\n_Due today._", "[ ] one\nDue today."),
    ],
)
def test_markdown_is_told_without_its_marks(markdown: str, shown: str) -> None:
    assert strip_markdown(markdown) == shown
