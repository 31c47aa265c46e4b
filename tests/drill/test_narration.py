"""How the drill is printed."""

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
    narration.print_comment(AT, "grace", "#1", "Hello [all]\n/udpate We're investigating.")
    narration.print_reply("Unknown command `/udpate`. Did you mean `/update`? Nothing was changed.", "😕")
    narration.print_card(
        "🔴 SEV-1 · Investigating · 12 min", ["Next: Show that you're on it: /ack", "Next update: Overdue"]
    )
    narration.print_fact("the reply suggests /update")

    assert out.getvalue() == (
        "\n1/2  Keeping people informed ───────────────────────────────\n"
        "Mistakes get one reply.\n"
        "Thursday 5 March 2026\n"
        "03:07  grace  comments on #1\n"
        "         Hello [all]\n"
        "         /udpate We're investigating.\n"
        "       tool 😕 Unknown command /udpate. Did you mean\n"
        "            /update? Nothing was changed.\n"
        "       card 🔴 SEV-1 · Investigating · 12 min\n"
        "            Next: Show that you're on it: /ack\n"
        "            Next update: Overdue\n"
        "       ✓ the reply suggests /update\n"
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
        ("Opened #3: *Alert on the pool* · 2 * 3", "Opened #3: Alert on the pool · 2 * 3"),
        (
            "[02:51](https://github.com/acme/shop/issues/1#issuecomment-7) · [ ] [one](https://x) (two)",
            "02:51 · [ ] one (two)",
        ),
    ],
)
def test_markdown_is_printed_without_its_marks(markdown: str, shown: str) -> None:
    assert strip_markdown(markdown) == shown
