"""How far an address can be tried without sending anything."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from incident_actions.gateway.notify.dispatcher import run_script
from tests.receivers.web import web

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
HOSTS = {
    "json://hooks.example:8080/x": ["hooks.example", 8080, False],
    "jsons://hooks.example/x": ["hooks.example", 443, True],
    "xml://hooks.example": ["hooks.example", 80, False],
    "gotifys://hooks.example/abcdefghijklmno": ["hooks.example", 443, True],
    SLACK: ["hooks.slack.com", 443, True],
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": ["discord.com", 443, True],
    "tgram://123456789:ABCdefghijkl_1234567890_abcdefghij/12315544": ["api.telegram.org", 443, True],
    "ntfy://topic": ["ntfy.sh", 443, True],
    "mailto://u:p@mail.example?smtp=smtp.example&to=a@b.example": ["smtp.example", 25, False],
    "pagerduty://A1BRTD4JD@integrationkey12345678901234567890": None,
}


def test_the_host_is_known_for_most_services() -> None:
    # A process of its own, as the tool does it: what the library's plugins import is not held to this one's strictness.
    code = """
import json, sys
from incident_actions.gateway.notify.probe import message_host, load_services
found = load_services({"answers_within": 5, "addresses": list(enumerate(json.load(sys.stdin)))})
print(json.dumps([message_host(each) for _, each in found]))
"""
    given = json.dumps(list(HOSTS))
    ended = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True)

    assert dict(zip(HOSTS, json.loads(ended.stdout), strict=True)) == HOSTS


def test_an_address_is_tested_without_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with web() as receiver:
        addresses = [
            (1, f"json://127.0.0.1:{receiver.port}/x"),
            (2, "json://127.0.0.1:9/x"),
            (4, ""),
            (5, f"jsons://127.0.0.1:{receiver.port}/x"),
        ]

        told = run_script("probe.py", {"answers_within": 5, "addresses": addresses}, 12)

        assert told == [
            (1, "JSON", "reached"),
            (2, "JSON", "unreached"),
            (4, "", "unreadable"),
            (5, "JSON", "unreached"),
        ]
        assert receiver.got == []


def test_an_address_behind_a_proxy_is_untried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")

    told = run_script("probe.py", {"answers_within": 5, "addresses": [(1, SLACK)]}, 12)

    assert told == [(1, "Slack", "untried")]
