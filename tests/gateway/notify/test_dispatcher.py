"""The dispatcher sends a message to real receivers, and reports whom it may not have reached."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from incident_actions.contract.effects import Notify
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.notify import dispatcher as dispatching
from incident_actions.gateway.notify.addresses import parse_addresses
from incident_actions.gateway.notify.dispatcher import Dispatcher
from tests.receivers.mail import Letter, Mail
from tests.receivers.web import HANG, Got, Web

TITLE, BODY = "[SEV-1] declared: Checkout is down (#7)", "Declared by grace.\n\nhttps://x.test/issues/7"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
PAGERDUTY = "pagerduty://abcdefghijklmnopqrstuvwxyzabcdef@token?action=map&dedup=incident-{number}"


def message(*audiences: str, key: str = "k") -> Notify:
    return Notify(key, 7, audiences or ("",), TITLE, BODY, "failure")


def to(*lines: str) -> Dispatcher:
    return Dispatcher(parse_addresses("\n".join(lines)))


def test_a_webhook_gets_the_whole_message(there: Web) -> None:
    assert to(f"json://127.0.0.1:{there.port}/hook").send(message()) == CreationResult()

    assert there.got == [
        Got("", "/hook", {"version": "1.0", "title": TITLE, "message": BODY, "attachments": [], "type": "failure"})
    ]


@pytest.mark.parametrize(("level", "colour"), [("failure", "#A32037"), ("warning", "#CACF29"), ("info", "#3AA3E3"), ("success", "#3AA337")])  # fmt: skip
@pytest.mark.rest
def test_slack_gets_the_message_at_its_own_address(
    there: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, colour: str
) -> None:
    for name, value in there.proxied(tmp_path).items():
        monkeypatch.setenv(name, value)

    assert to(SLACK).send(Notify("k", 7, ("",), TITLE, BODY, level)) == CreationResult()  # type: ignore[arg-type]

    (got,) = there.got
    assert (got.host, got.path) == ("hooks.slack.com", "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert isinstance(got.body["attachments"][0].pop("ts"), float)
    assert got.body == {
        "mrkdwn": False,
        "attachments": [{"title": TITLE, "text": BODY, "color": colour, "footer": "incident-actions"}],
    }


def test_pagerduty_closes_what_it_opened(there: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in there.proxied(tmp_path).items():
        monkeypatch.setenv(name, value)
    dispatcher = to(PAGERDUTY)

    dispatcher.send(message())
    dispatcher.send(Notify("k2", 7, ("",), "[SEV-1] resolved: Checkout is down (#7)", BODY, "success"))

    assert [(got.host, got.body["event_action"], got.body["dedup_key"]) for got in there.got] == [
        ("events.pagerduty.com", "trigger", "incident-7"),
        ("events.pagerduty.com", "resolve", "incident-7"),
    ]


def test_a_personal_page_reaches_the_persons_address_alone_and_a_missing_one_is_reported(there: Web) -> None:
    at = f"json://127.0.0.1:{there.port}"
    dispatcher = to(f"{at}/all", f"oncall = {at}/oncall", f"ada-pager = {at}/ada")
    page = Notify("k", 7, ("ada-pager", "kim-pager"), TITLE, BODY, "failure", personal=("ada-pager", "kim-pager"))

    assert dispatcher.send(page) == CreationResult(undelivered=(("kim-pager", "nobody::"),))

    assert [got.path for got in there.got] == ["/ada"]


def test_what_is_for_everybody_spares_the_addresses_of_people(there: Web) -> None:
    at = f"json://127.0.0.1:{there.port}"
    dispatcher = to(f"{at}/all", f"oncall = {at}/oncall", f"ada-pager = {at}/ada")

    assert dispatcher.send(Notify("k", 7, ("",), TITLE, BODY, "failure", personal=("ada-pager",))) == CreationResult()

    assert sorted(got.path for got in there.got) == ["/all", "/oncall"]


def test_a_mail_has_the_message_in_subject_and_text(letters: Mail) -> None:
    line = f"mailto://127.0.0.1:{letters.port}?from=incidents@acme.test&to=oncall@acme.test&format=text"

    assert to(line).send(message()) == CreationResult()

    text = BODY.replace("\n", "\r\n") + "\r\n"
    assert letters.letters == [Letter(("oncall@acme.test",), TITLE, text, "")]


@pytest.mark.rest
def test_everybody_concerned_gets_a_message_once_whatever_their_tags(there: Web) -> None:
    at = f"json://127.0.0.1:{there.port}"
    dispatcher = to(f"oncall, managers = {at}/both", f"press = {at}/press", f"{at}/all", f"managers = {at}/managers")

    assert dispatcher.send(message("oncall", "managers")) == CreationResult()
    assert sorted(got.path for got in there.got) == ["/all", "/both", "/managers"]
    there.got.clear()
    dispatcher.send(message("press", key="k2"))
    assert sorted(got.path for got in there.got) == ["/all", "/press"]
    there.got.clear()
    dispatcher.send(message("", key="k3"))
    assert sorted(got.path for got in there.got) == ["/all", "/both", "/managers", "/press"]


def test_a_refused_message_is_tried_once_more_and_reported_by_line_and_service(
    there: Web, caplog: pytest.LogCaptureFixture
) -> None:
    at = f"json://127.0.0.1:{there.port}"
    there.answers["/managers"] = 403
    lines = (f"oncall = {at}/oncall", "", f"managers = {at}/managers", "managers = nothing://secret.test/x", "secret")

    made = to(*lines).send(message("oncall", "managers", "press"))

    assert made == CreationResult(
        undelivered=(
            ("oncall", "unreadable:5:"),
            ("managers", "refused:3:JSON; unreadable:4:; unreadable:5:"),
            ("press", "unreadable:5:"),
        )
    )
    assert [got.path for got in there.got].count("/managers") == 2
    assert "secret" not in caplog.text
    assert caplog.messages == [
        "INCIDENT_NOTIFY_URLS, line 3: JSON refused the message",
        "INCIDENT_NOTIFY_URLS, line 4: the service is unknown, because the address is not valid",
        "INCIDENT_NOTIFY_URLS, line 5: the service is unknown, because the address is not valid",
    ]


def test_a_second_attempt_that_is_accepted_is_a_success(there: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    there.answers["/hook"] = 503
    there.afterwards["/hook"] = 200

    assert to(f"json://127.0.0.1:{there.port}/hook").send(message()) == CreationResult()
    assert len(there.got) == 2


def test_an_audience_without_an_address_is_reported_without_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "_send_in_subprocess", None)

    assert to("oncall = json://127.0.0.1:9").send(message("press")) == CreationResult(
        undelivered=(("press", "nobody::"),)
    )


@pytest.mark.rest
def test_an_address_that_does_not_answer_is_given_up_while_others_receive(
    there: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "ADDRESS_TIMEOUT", 1)
    monkeypatch.setattr(dispatching, "NOTIFICATION_TIMEOUT", 2)
    at = f"json://127.0.0.1:{there.port}"
    there.answers["/slow"] = HANG
    dispatcher = to(f"{at}/slow", f"{at}/well")

    began = time.monotonic()
    first = dispatcher.send(message())
    second = dispatcher.send(message(key="k2"))

    assert time.monotonic() - began < 8
    assert [each.undelivered[0][1].split(":")[1:] for each in (first, second)] == [["1", "JSON"]] * 2
    assert [got.path for got in there.got].count("/well") == 2
    assert second == CreationResult(undelivered=(("", "silent:1:JSON"),))


def test_all_notifications_of_a_run_share_a_time_limit(there: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "RUN_TIMEOUT", 0.5)

    made = to(f"json://127.0.0.1:{there.port}/hook").send(message())

    assert made == CreationResult(undelivered=(("", "late:1:"),))
    assert there.got == []


def test_a_broken_sender_is_reported_and_breaks_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert to("json://127.0.0.1:9/secret").send(message()) == CreationResult(undelivered=(("", "broken:1:"),))


def test_the_sending_process_has_no_secret_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "INCIDENT_NOTIFY_URLS", "INCIDENT_SIGNING_KEY", "ACTIONS_RUNTIME_TOKEN", "MY_TOKEN"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("https_proxy", "http://proxy.test")

    given = dispatching._environment()

    assert "secret" not in given.values()
    assert given["PATH"] == os.environ["PATH"]
    assert given["https_proxy"] == "http://proxy.test"


@pytest.mark.rest
def test_libraries_that_log_everything_log_no_address(there: Web, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("apprise", "urllib3", "requests"):
        caplog.set_level(logging.DEBUG, name)
    there.answers["/secret"] = 500

    to(f"json://user:secret@127.0.0.1:{there.port}/secret").send(message())

    assert caplog.messages == ["INCIDENT_NOTIFY_URLS, line 1: JSON refused the message"]


def test_a_run_without_anything_to_send_does_not_load_apprise() -> None:
    code = (
        "import json, sys\n"
        "from incident_actions.runs import answer_event, sweep, clock\n"
        "from incident_actions.gateway.notify import addresses, dispatcher\n"
        "dispatcher.Dispatcher(addresses.parse_addresses('slack://a/b/c'))\n"
        "print(json.dumps([name for name in sys.modules if name.partition('.')[0] == 'apprise']))"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert json.loads(ended.stdout) == []
