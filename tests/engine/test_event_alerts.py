"""The first rule that applies to a happening makes it an alert, with the rule's severity, service and title."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incident_actions.contract.happening import Happening
from incident_actions.engine.event_alerts import alert_of, alert_payload
from incident_actions.gateway.repository import templates
from incident_actions.model.alerts.alert import Alert
from incident_actions.model.alerts.senders import read_payload
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording
from tests.model.process.small_process import read_small_process

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
WORDING = Wording(templates.load_template)
FAILED = Happening(
    on="deployment_status",
    key="deployment 7 failed",
    at=AT,
    url="https://x.test/log",
    commit="a" * 40,
    environment="Production-EU",
)
RAN = Happening(on="workflow_run", key="run 8 1", at=AT, commit="b" * 40, workflow="CI [main]", branch="release/1")
RELEASED = Happening(on="release", key="release 9", at=AT, tag="v1")


def process(*rules: str) -> Process:
    return read_small_process(f"services: [api]\nevents:\n  rules: [{', '.join(rules)}]")


def title(happening: Happening, *rules: str) -> str | None:
    alert = alert_of(happening, process(*rules), WORDING)
    return alert.title if alert else None


def test_a_failed_deployment_fires_and_a_later_one_that_succeeds_ends_it() -> None:
    rules = process("{on: deployment_status, environment: production*, severity: SEV-2, service: api}")
    fired = Alert(
        source="GitHub",
        fingerprint=FAILED.subject,
        status="firing",
        title="The deployment to Production-EU failed",
        summary="The deployment of aaaaaaa to Production-EU failed.",
        severities=("SEV-2",),
        services=("api",),
        url="https://x.test/log",
        started=AT,
    )

    assert alert_of(FAILED, rules, WORDING) == fired
    assert alert_of(replace(FAILED, failed=False), rules, WORDING) == replace(
        fired,
        status="resolved",
        summary="The deployment of aaaaaaa to Production-EU succeeded.",
        started=None,
        ended=AT,
    )


@pytest.mark.parametrize(
    ("happening", "rules", "expected"),
    [
        (FAILED, (), None),
        (FAILED, ("{on: deployment_status, environment: staging}", "{on: release}"), None),
        (FAILED, ("{on: deployment_status, environment: production}",), None),
        (FAILED, ("{on: deployment_status}",), "The deployment to Production-EU failed"),
        (
            FAILED,
            (
                "{on: deployment_status, environment: '*-eu', title: '{environment}: {commit}'}",
                "{on: deployment_status}",
            ),
            "Production-EU: aaaaaaa",
        ),
        (RAN, ("{on: workflow_run, workflow: 'CI [main]', branch: release/*}",), "CI [main] failed on release/1"),
        (RAN, ("{on: workflow_run, workflow: CI m}",), None),
        (RAN, ("{on: workflow_run, workflow: 'CI [main]', branch: main}",), None),
        (RELEASED, ("{on: release, tag: v*}",), "v1 was released"),
        (RELEASED, ("{on: release, tag: 'hotfix-?'}",), None),
    ],
)
def test_the_first_rule_that_applies_gives_the_title(
    happening: Happening, rules: tuple[str, ...], expected: str | None
) -> None:
    assert title(happening, *rules) == expected


def test_without_watched_events_nothing_is_an_alert() -> None:
    assert alert_of(FAILED, read_small_process(""), WORDING) is None


def test_the_alert_arrives_as_it_was_sent_with_the_name_of_its_delivery() -> None:
    alert = alert_of(FAILED, process("{on: deployment_status, severity: SEV-2, service: api}"), WORDING)
    assert alert is not None

    received = read_payload({"alert": alert_payload(alert, FAILED.key)})

    assert received == replace(alert, delivery="deployment 7 failed")
    assert received.id == alert.id
