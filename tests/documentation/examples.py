"""How each command may be typed, as the reference shows it; each is said on a real incident or action item by a test."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "declare": ("/declare", "/declare 1 Checkout answers with an error"),
    "sev": ("/sev 1", "/sev critical", "/sev SEV-2 only one region"),
    "status": ("/status identified", "/status monitoring The fix is out"),
    "mitigated": ("/mitigated", "/mitigated 20m ago rolled back"),
    "resolve": ("/resolve", "/resolve The pool has its old size", "/resolve Rolled back as full-pool"),
    "reopen": ("/reopen it happens again",),
    "duplicate": ("/duplicate #12",),
    "false-alarm": ("/false-alarm the monitor was misconfigured",),
    "started": ("/started 13:45", "/started 20m ago with the deployment"),
    "detected": ("/detected 13:50",),
    "time": ("/time acknowledged 13:55", "/time started 2026-03-04T13:40Z"),
    "ic": ("/ic", "/ic @ada"),
    "comms": ("/comms @linus",),
    "tech": ("/tech @grace",),
    "scribe": ("/scribe @linus",),
    "role": ("/role commander @ada",),
    "take": ("/take tech",),
    "handoff": ("/handoff ic @ada The rollback is running",),
    "update": ("/update The rollback is half done",),
    "publish": ("/publish Payments fail for some customers. We are on it.",),
    "note": ("/note the pool was full", "/note 13:40 deployment of the new limits"),
    "affects": ("/affects only api", "/affects -web", "/affects api, web"),
    "impact": ("/impact One payment in three fails",),
    "hide": ("/hide 13:50", "/hide 13:55 2", "/hide off 13:50"),
    "star": ("/star 13:50", "/star off 13:50"),
    "link": ("/link #12", "/link https://github.com/acme/shop/actions/runs/7"),
    "room": ("/room https://meet.example.org/incident", "/room"),
    "page": ("/page", "/page @linus the pool again", "/page manager", "/page tech"),
    "escalate": ("/escalate", "/escalate we need the database team"),
    "snooze": (
        "/snooze 30m waiting for the provider",
        "/snooze off",
        "/snooze 5d on holiday",
        "/snooze until 2026-12-24",
    ),
    "cadence": ("/cadence 20m", "/cadence off"),
    "drill": ("/drill", "/drill bad release @ada"),
    "maintenance": ("/maintenance 22:00 2h api The API is read-only while we upgrade its database",),
    "rollback": ("/rollback #12", "/rollback v1.4.2"),
    "hotfix": ("/hotfix raise the pool size", "/hotfix raise the pool size from v1.2"),
    "action": ("/action @ada friday alert on a full pool", "/action @linus 2w a limit for the pool prevent"),
    "postmortem": ("/postmortem", "/postmortem as full-pool", "/postmortem waive same cause as #3"),
    "reviewed": ("/reviewed The limits of the pool are now in the checklist of releases",),
    "due": ("/due 2026-04-01", "/due friday", "/due in 2 weeks"),
    "owner": ("/owner @ada",),
    "done": ("/done #44", "/done https://example.org/dashboard the alert fired in the load test"),
    "drop": ("/drop the service is gone",),
}

ELSEWHERE: Mapping[str, str] = {
    "accept": "front-matter.md#what-the-merge-needs",
    "replay": "when-github-is-down.md#replay",
    "freeze": "freeze.md#freeze-and-unfreeze",
    "unfreeze": "freeze.md#freeze-and-unfreeze",
}
"""Where a command is shown that takes more than a line, or needs more than a comment before it."""

BEFORE: Mapping[str, tuple[str, ...]] = {
    "handoff": ("/ic @grace",),
    "star": ("/note 13:50 the pool was full",),
    "hide": ("/note 13:50 the pool was full\n/note 13:55 restarted\n/note 13:55 warm again",),
    "page": ("/tech @linus",),
    "reopen": ("/resolve",),
    "reviewed": ("/resolve",),
    "time": ("/ack",),
}
"""What has to be said first, so that a command makes sense."""
