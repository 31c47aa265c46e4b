"""A group of alerts from Alertmanager is one alert, which fires while any of its members fires."""

from typing import Any

import pytest

from incident_actions.model.alerts import alertmanager
from incident_actions.model.alerts.alert import Alert, NotAnAlert
from tests.model.alerts.sender_bodies import ALERTMANAGER, at

FIRST = {"status": "firing", "labels": {"alertname": "Slow", "service": "web"}}
GROUP: dict[str, Any] = {"groupKey": "a group", "status": "firing", "alerts": [FIRST]}


def group(*members: Any, **more: Any) -> dict[str, Any]:
    """Return a small group."""
    return {**GROUP, "alerts": list(members), **more}


def test_a_firing_group_is_one_alert_made_of_its_firing_members() -> None:
    assert alertmanager.read_alert(ALERTMANAGER) == Alert(
        source="Alertmanager",
        fingerprint='{}/{severity="critical"}:{alertname="HighErrorRate"}',
        status="firing",
        title="HighErrorRate",
        summary="- 1 in 5 requests fails (pod-1)\n- 1 in 9 requests fails (pod-2)\n- and 3 more\nRunbook: https://wiki.example.org/errors",
        severities=("critical",),
        services=("checkout", "web"),
        url="http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1",
        started=at(13, 45, 28, 123456),
    )


def test_a_resolved_group_is_a_resolved_alert_with_its_end() -> None:
    body = {**ALERTMANAGER, "status": "resolved", "alerts": ALERTMANAGER["alerts"][2:], "truncatedAlerts": 0}

    assert alertmanager.read_alert(body) == Alert(
        source="Alertmanager",
        fingerprint='{}/{severity="critical"}:{alertname="HighErrorRate"}',
        status="resolved",
        title="HighErrorRate",
        summary="1 in 7 requests fails (pod-3)\nRunbook: https://wiki.example.org/errors",
        severities=("critical",),
        services=("api",),
        url="http://alertmanager.example.org:9093",
        started=at(13, 0),
        ended=at(13, 30),
    )


@pytest.mark.parametrize(
    ("body", "is_its_shape"),
    [
        ({"alerts": [], "groupLabels": {}}, True),
        ({"alerts": [], "groupKey": ""}, True),
        ({"alerts": []}, False),
        ({"alerts": [7]}, False),
        ({"alerts": [{"labels": {"alertname": "Slow"}}]}, True),
        ({"alerts": [], "receiver": "pager", "status": "firing"}, True),
        ({"alerts": {}, "groupKey": "x"}, False),
        ({"groupKey": "x", "groupLabels": {}}, False),
    ],
)
def test_the_shape_is_a_list_of_alerts_with_the_group_that_they_have(body: dict[str, Any], is_its_shape: bool) -> None:
    assert alertmanager.matches(body) is is_its_shape


@pytest.mark.parametrize(
    ("own", "members", "status"),
    [
        ("firing", ["resolved"], "firing"),
        ("resolved", ["firing"], "resolved"),
        (None, ["resolved", "firing"], "firing"),
        (None, ["resolved", "resolved"], "resolved"),
        ("", ["resolved", "silenced"], "resolved"),
        ("Alerting", ["resolved"], "firing"),
        ("", ["ok", "OK"], "resolved"),
    ],
)
def test_a_group_without_a_status_has_that_of_its_members(own: Any, members: list[str], status: str) -> None:
    assert alertmanager.read_alert(group(*({"status": each} for each in members), status=own)).status == status


@pytest.mark.parametrize(
    "body", [group(status=None), group({"status": 7}, status=None), group(FIRST, status="silenced")]
)
def test_a_group_that_neither_fires_nor_is_resolved_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        alertmanager.read_alert(body)

    assert str(wrong.value).endswith(" Send `firing` or `resolved`")


def test_a_group_without_a_key_is_known_by_its_receiver_and_labels_in_any_order() -> None:
    first = group(groupKey=None, receiver="pager", groupLabels={"b": "2", "a": "1"})
    again = group(FIRST, groupKey="", receiver="pager", groupLabels={"a": "1", "b": "2"})
    other = group(groupKey=None, receiver="pager", groupLabels={"a": "1", "b": "3"})

    found = [alertmanager.read_alert(body).fingerprint for body in (first, again, other)]

    assert found == ['["pager", ["a", "1"], ["b", "2"]]'] * 2 + ['["pager", ["a", "1"], ["b", "3"]]']


def test_a_group_without_key_and_group_labels_is_known_by_the_labels_that_its_alerts_share() -> None:
    labels = {"alertname": "Slow", "service": "web"}
    firing = {
        "status": "firing",
        "alerts": [{"status": "firing", "labels": {**labels, "pod": "1"}}, {"labels": {**labels, "pod": "2"}}],
    }
    over = {
        "status": "resolved",
        "alerts": [{"status": "resolved", "labels": {**labels, "pod": "3"}}],
        "commonLabels": labels,
    }
    other = {"status": "firing", "alerts": [{"status": "firing", "labels": {**labels, "service": "api"}}]}

    found = [alertmanager.read_alert(body).fingerprint for body in (firing, over, other)]

    assert found == ['["", ["alertname", "Slow"], ["service", "web"]]'] * 2 + [
        '["", ["alertname", "Slow"], ["service", "api"]]'
    ]


def test_a_group_without_any_label_is_known_by_the_fingerprints_of_its_alerts_or_refused() -> None:
    known = {"status": "firing", "receiver": "", "alerts": [{"fingerprint": "b"}, {"fingerprint": "a"}]}

    assert alertmanager.read_alert(known).fingerprint == '["", "a", "b"]'
    with pytest.raises(NotAnAlert) as wrong:
        alertmanager.read_alert({"status": "firing", "receiver": "pager", "alerts": [{}]})
    assert str(wrong.value) == "`groupKey` is missing, and the alerts have no labels to make it from"


@pytest.mark.parametrize(
    ("key", "kept"), [("k" * 4_000, "k" * 4_000), ("k" * 4_001, "k" * 3_999 + "…")], ids=["whole", "cut"]
)
def test_a_group_key_is_kept_up_to_four_thousand_characters(key: str, kept: str) -> None:
    assert alertmanager.read_alert(group(groupKey=key)).fingerprint == kept


def test_a_label_is_kept_up_to_sixty_characters() -> None:
    own = group({"status": "firing", "labels": {"severity": "s" * 61, "service": "w" * 60}})
    shared = group(commonLabels={"severity": "s" * 61, "service": "w" * 60})

    read = [(each.severities, each.services) for each in map(alertmanager.read_alert, (own, shared))]

    assert read == [(("s" * 59 + "…",), ("w" * 60,))] * 2


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"commonAnnotations": {"summary": "All is slow"}, "commonLabels": {"alertname": "Slow"}}, "All is slow"),
        ({"commonLabels": {"alertname": "Common"}, "groupLabels": {"alertname": "Grouped"}}, "Common"),
        ({"groupLabels": {"alertname": "Grouped"}}, "Grouped"),
        ({}, "Slow"),
        ({"alerts": [{}, FIRST]}, "Slow"),
        ({"alerts": [{"status": "resolved", "labels": {"alertname": "Old"}}]}, "Old"),
        ({"alerts": []}, "Alert from Alertmanager"),
    ],
    ids=["summary", "common name", "group name", "member", "firing member", "any member", "nothing"],
)
def test_the_title_is_the_best_name_that_a_group_has(more: dict[str, Any], title: str) -> None:
    assert alertmanager.read_alert({**GROUP, **more}).title == title


def described(number: int) -> dict[str, Any]:
    return {"status": "firing", "annotations": {"summary": f"Reason {number}"}}


@pytest.mark.parametrize(
    ("count", "truncated", "last"),
    [
        (2, 0, "- Reason 2"),
        (10, 0, "- Reason 10"),
        (10, 1, "- and 1 more"),
        (11, 0, "- and 1 more"),
        (12, 3, "- and 5 more"),
        (2, -1, "- Reason 2"),
        (2, 999_999, "- and 999999 more"),
        (2, 1_000_000, "- Reason 2"),
        (2, "7", "- Reason 2"),
    ],
)
def test_the_summary_names_ten_alerts_and_counts_the_others(count: int, truncated: Any, last: str) -> None:
    body = group(*map(described, range(1, count + 1)), truncatedAlerts=truncated)

    assert alertmanager.read_alert(body).summary.split("\n")[-1] == last


def test_the_summary_has_the_shared_description_each_reason_once_and_the_runbook() -> None:
    body = group(
        {"status": "firing", "annotations": {"description": "No space"}, "labels": {"instance": "db-1"}},
        {"status": "firing", "labels": {"alertname": "Slow"}},
        {"status": "firing", "labels": {"alertname": "Slow"}},
        {"status": "firing", "labels": {"instance": "db-2"}},
        commonAnnotations={"description": "Disks fill up.", "runbook_url": "https://wiki.example.org/disks"},
    )

    assert alertmanager.read_alert(body).summary == (
        "Disks fill up.\n- No space (db-1)\n- Slow\nRunbook: https://wiki.example.org/disks"
    )


def test_a_long_description_leaves_room_for_the_alerts() -> None:
    summary = alertmanager.read_alert(group(FIRST, commonAnnotations={"description": "x" * 5_000})).summary

    assert summary == f"{'x' * 999}…\nSlow"


@pytest.mark.parametrize(
    ("common", "severities"),
    [({"severity": "page"}, ("page",)), ({}, ("critical", "warning")), ({"severity": 7}, ("7",))],
)
def test_the_severities_are_the_shared_one_or_each_members_own(
    common: dict[str, Any], severities: tuple[str, ...]
) -> None:
    members = [{"status": "firing", "labels": {"severity": word}} for word in ("critical", "warning", "critical", None)]

    assert alertmanager.read_alert(group(*members, commonLabels=common)).severities == severities


@pytest.mark.parametrize(
    ("member", "url"),
    [
        ({"panelURL": "https://a.example/p", "dashboardURL": "https://a.example/d"}, "https://a.example/p"),
        (
            {"panelURL": "", "dashboardURL": "https://a.example/d", "generatorURL": "https://a.example/g"},
            "https://a.example/d",
        ),
        ({"generatorURL": "https://a.example/g"}, "https://a.example/g"),
        ({"generatorURL": "javascript:x"}, "https://a.example"),
    ],
)
def test_the_link_leads_as_near_to_the_alert_as_it_can(member: dict[str, Any], url: str) -> None:
    body = group({"status": "firing", **member}, externalURL="https://a.example")

    assert alertmanager.read_alert(body).url == url


def test_a_group_starts_with_its_first_member_and_ends_with_its_last() -> None:
    members = [
        {"status": "resolved", "startsAt": f"2026-03-04T13:{start}:00Z", "endsAt": f"2026-03-04T14:{end}:00Z"}
        for start, end in (("20", "30"), ("10", "50"), ("30", "40"))
    ]

    alert = alertmanager.read_alert(group(*members, status="resolved"))

    assert (alert.started, alert.ended) == (at(13, 10), at(14, 50))
