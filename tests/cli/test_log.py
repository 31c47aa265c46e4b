"""`declare` and `log`: the record of an incident in a file, with the same commands, refusals and clocks as on GitHub."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from incident_actions.gateway.local import offline_log_file
from tests.offline_laptop import FILE, Laptop, check_out

DECLARED = ("declare", FILE, "--title", "Checkout is down")
AT_THREE = "2026-03-04T03:10Z"


@pytest.fixture
def desk(tmp_path: Path) -> Laptop:
    return check_out(tmp_path / "checkout")


@pytest.fixture
def begun(desk: Laptop) -> Laptop:
    """Declared as SEV-2 at 03:10."""
    assert desk.run(*DECLARED, "--severity", "2", at=AT_THREE).exit_code == 0
    return desk


def test_declaring_prints_whom_to_page_what_to_do_first_and_what_is_due(desk: Laptop) -> None:
    said = desk.run(*DECLARED, at=AT_THREE).output

    assert said.splitlines()[:4] == [
        "DECLARED in night.txt",
        "GitHub does not know about this incident, and nobody has been notified. Call people yourself.",
        "",
        "CALL        on-call: linus (no phone number configured)",
    ]
    assert "  [ ] Acknowledge the incident: `/ack`" in said
    assert "  /sev 1  SEV-1: Everything is down for everybody" in said
    assert "DUE         2026-03-04 03:20 UTC (10 min): set the severity: /sev" in said


def test_a_log_is_plain_text_that_explains_how_to_continue(begun: Laptop) -> None:
    assert begun.text.splitlines()[:5] == [
        "incident-actions log 1",
        "title: Checkout is down",
        "declared: 2026-03-04T03:10Z @ada",
        "severity: SEV-2",
        "process: .github/incidents.yml",
    ]
    assert "# Add a command:        incident-actions log night.txt '/update Payments work again'" in begun.text


def test_without_a_name_the_log_is_named_by_the_day_and_the_title(desk: Laptop) -> None:
    desk.run("declare", "--title", "Checkout is down!", at=AT_THREE)

    assert [each.name for each in desk.folder.glob("*.txt")] == ["incident-2026-03-04-checkout-is-down.txt"]


def test_the_title_is_asked_for(desk: Laptop) -> None:
    said = desk.run("declare", FILE, at=AT_THREE, typed="Checkout is down\n").output

    assert said.startswith("What is broken: Checkout is down")
    assert "title: Checkout is down\n" in desk.text


def test_answers_rate_an_incident_as_the_form_does(desk: Laptop) -> None:
    desk.run(*DECLARED, "--answer", "data_at_risk=Yes", at=AT_THREE)

    assert desk.run("log", FILE, at=AT_THREE).output.startswith("SEV-1 · Investigating · Checkout is down\n")


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--severity", "9"), 1, "- `--severity 1`: SEV-1, Everything is down"),
        (("--started", "soonish"), 1, "`/declare` can't read `soonish` as a time."),
        (("--answer", "mood=calm"), 2, "--answer mood: no such question. The process asks "),
        (("--by", "Ada Lovelace"), 2, "'Ada Lovelace' is not a GitHub login."),
        (("--preset", "none.yml"), 2, "The process none.yml is not here."),
    ],
)
def test_an_invalid_declaration_is_refused_and_leaves_no_file(
    more: tuple[str, ...], code: int, said: str, desk: Laptop
) -> None:
    ended = desk.run(*DECLARED, *more, at=AT_THREE)

    assert (ended.exit_code, (desk.folder / FILE).exists()) == (code, False)
    assert said in ended.output


def test_a_log_is_never_written_over(begun: Laptop) -> None:
    before = begun.text

    ended = begun.run(*DECLARED, at=AT_THREE)

    assert (ended.exit_code, begun.text) == (2, before)
    assert "night.txt already exists. Continue it with `incident-actions log night.txt …`" in ended.output


def test_a_log_needs_a_person_with_a_login(desk: Laptop) -> None:
    ended = desk.run(*DECLARED, at=AT_THREE, INCIDENT_ACTIONS_BY=None)

    assert ended.exit_code == 2
    assert "Who are you? Set your GitHub login with `git config --global github.user LOGIN`" in ended.output


def test_commands_are_kept_with_time_and_name_as_they_were_typed(begun: Laptop) -> None:
    ended = begun.run("log", FILE, "/ack", "/update It is the disk.\nWe fail over.", at="2026-03-04T03:14:59Z")

    assert ended.exit_code == 0
    assert begun.lines == [
        "2026-03-04T03:14Z @ada /ack",
        "2026-03-04T03:14Z @ada /update It is the disk.",
        "    We fail over.",
    ]
    assert "  2026-03-04 03:14 UTC  Acknowledged (ada)" in ended.output


def test_many_commands_come_from_the_input(begun: Laptop) -> None:
    begun.run("log", FILE, "-", at="2026-03-04T03:14Z", typed="/ack\n/ic\n\n/note the disk\nis full\n")

    assert begun.lines[2:] == ["2026-03-04T03:14Z @ada /note the disk", "    is full"]


def test_a_refused_command_is_reported_with_the_right_form_and_not_kept(begun: Laptop) -> None:
    ended = begun.run("log", FILE, "/sev 9", "/resolv", "the disk is full", "/ack", at="2026-03-04T03:14Z")

    assert ended.exit_code == 1
    assert begun.lines == ["2026-03-04T03:14Z @ada /ack"]
    assert "- `/sev 1`: SEV-1, Everything is down" in ended.output
    assert "Unknown command `/resolv`. Did you mean `/resolve`?" in ended.output
    assert "To log this as a note: `/note the disk is full`" in ended.output


def test_the_clocks_run_as_on_github(begun: Laptop) -> None:
    begun.run("log", FILE, "/ack", "/ic", "/comms @grace", at="2026-03-04T03:12Z")
    begun.run("log", FILE, "/update It is the disk", at="2026-03-04T03:20Z")

    early = begun.run("log", FILE, at="2026-03-04T03:45Z").output
    late = begun.run("log", FILE, at="2026-03-04T04:05Z").output

    called = "            call Comms lead: grace +44 20 7946 0002\n"
    assert f"DUE         2026-03-04 03:50 UTC (5 min): next update: /update\n{called}" in early
    assert f"OVERDUE     2026-03-04 03:50 UTC (15 min ago): next update: /update\n{called}" in late


def test_paging_prints_that_nobody_was_paged_and_how_to_reach_them(begun: Laptop) -> None:
    said = begun.run("log", FILE, "/page engineering-manager the disk", at="2026-03-04T03:14Z").output

    assert "Nobody was notified. CALL NOW: the engineering manager, +44 20 7946 0009: margaret\n" in said


def test_escalating_prints_whom_to_page(begun: Laptop) -> None:
    said = begun.run("log", FILE, "/escalate stuck", at="2026-03-04T03:14Z").output

    assert "CALL NOW: the engineering manager, +44 20 7946 0009: margaret\n" in said


def test_people_are_shown_as_they_were_typed(begun: Laptop) -> None:
    said = begun.run("log", FILE, "/comms @grace", "/help", at="2026-03-04T03:14Z")

    assert "Logged: 2026-03-04 03:14 UTC ada /comms @grace\n" in said.output
    assert "ROLE        Comms lead: grace\n" in said.output
    assert (said.exit_code, begun.lines) == (0, ["2026-03-04T03:14Z @ada /comms @grace"])


def test_nothing_in_a_log_is_obeyed_by_a_terminal(begun: Laptop) -> None:
    with (begun.folder / FILE).open("a") as file:
        file.write("2026-03-04T03:14Z @ada /note \x1b[2J\x07 gone\n\x1b[2Jslip\n")

    said = begun.run("log", FILE, at="2026-03-04T03:15Z").output

    assert not {"\x1b", "\x07"} & set(said)


def test_a_log_holds_no_other(begun: Laptop) -> None:
    said = begun.run("log", FILE, f"/replay\n{begun.text}", "/declare again", at="2026-03-04T03:14Z")

    assert (said.exit_code, begun.lines) == (1, [])


def test_a_command_that_needs_github_is_kept_for_the_replay(begun: Laptop) -> None:
    said = begun.run("log", FILE, "/hotfix the disk quota", at="2026-03-04T03:14Z")

    assert (said.exit_code, begun.lines) == (0, ["2026-03-04T03:14Z @ada /hotfix the disk quota"])
    assert "This command needs GitHub. The replay will carry it out." in said.output
    assert "WAITING for the replay on GitHub:\n  2026-03-04 03:14 UTC  /hotfix the disk quota (ada)" in said.output


def test_a_clock_that_goes_back_does_not_take_the_log_with_it(begun: Laptop) -> None:
    begun.run("log", FILE, "/ack", at="2026-03-04T03:14Z")

    said = begun.run("log", FILE, "/ic", at="2026-03-04T03:02Z").output

    assert begun.lines[1] == "2026-03-04T03:14Z @ada /ic"
    assert "This machine's clock is behind the last line of the log" in said


def test_the_same_command_in_the_same_minute_is_kept_once(begun: Laptop) -> None:
    begun.run("log", FILE, "/ack", at="2026-03-04T03:14Z")

    said = begun.run("log", FILE, "/ack", at="2026-03-04T03:14Z")

    assert (said.exit_code, begun.lines) == (0, ["2026-03-04T03:14Z @ada /ack"])
    assert "Already in the log for this minute: /ack" in said.output


def test_an_unfinished_line_is_named_and_spoils_no_other(begun: Laptop) -> None:
    with (begun.folder / FILE).open("a") as file:
        file.write("2026-03-04T03:1")

    said = begun.run("log", FILE, "/ack", at="2026-03-04T03:14Z")

    assert said.exit_code == 0
    assert begun.lines == ["2026-03-04T03:1", "2026-03-04T03:14Z @ada /ack"]
    assert (
        "SKIPPED, because these lines are not valid:\n  line 14, `2026-03-04T03:1`: expected the date and time in UTC"
        in said.output
    )


def test_a_line_written_by_hand_that_would_be_refused_is_named_and_not_counted(begun: Laptop) -> None:
    with (begun.folder / FILE).open("a") as file:
        file.write("2026-03-04T03:14Z @ada /frobnicate\n")

    said = begun.run("log", FILE, at="2026-03-04T03:15Z").output

    assert "REFUSED, without effect:\n  line 14, /frobnicate: Unknown command `/frobnicate`." in said


def test_a_broken_configuration_does_not_stop_a_log(desk: Laptop) -> None:
    (desk.folder / ".github/incidents.yml").write_text("extends: lean\nladder: 7\n")

    ended = desk.run(*DECLARED, at=AT_THREE)

    assert ended.exit_code == 0
    assert ".github/incidents.yml is not valid, so the preset lean is used instead." in ended.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear diary\n", "night.txt is not an offline log: it does not begin with a line"),
        ("incident-actions log 9\n", "a newer version of incident-actions wrote it"),
        (None, "night.txt cannot be written: No such file or directory"),
    ],
)
def test_a_file_that_is_no_log_is_left_alone(text: str | None, said: str, desk: Laptop) -> None:
    if text is not None:
        (desk.folder / FILE).write_text(text)

    ended = desk.run("log", FILE, "/ack", at=AT_THREE)

    assert ended.exit_code == 2
    assert said in ended.output
    assert text is None or desk.text == text


def test_a_log_far_from_its_process_explains_where_the_process_is_read(begun: Laptop, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(begun.text)

    ended = Laptop(tmp_path).run("log", FILE, at=AT_THREE)

    assert ended.exit_code == 2
    assert "The process .github/incidents.yml is not here. Change to the checkout that has it" in ended.output


def _add(path: Path, who: str) -> None:
    for count in range(40):
        with offline_log_file.open_for_appending(path) as (text, add):
            assert text.endswith("\n")
            add(f"{who} {count} " + "x" * 3000)


@pytest.mark.rest
def test_two_terminals_lose_none_of_each_others_lines(tmp_path: Path) -> None:
    path = tmp_path / FILE
    offline_log_file.create_log(path, "begun\n")
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_add, args=(path, who)) for who in ("ada", "grace")]

    for person in people:
        person.start()
    for person in people:
        person.join(60)

    lines = path.read_text().splitlines()[1:]
    assert [person.exitcode for person in people] == [0, 0]
    assert sorted(line.rstrip("x") for line in lines) == sorted(
        f"{who} {count} " for who in ("ada", "grace") for count in range(40)
    )
