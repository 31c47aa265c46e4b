"""What GitHub lacks: the person to act as, the clock, errors on demand, and features that are switched off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from incident_actions.sandbox import faults
from incident_actions.sandbox.faults import Break, Fault, Kind
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem

_OWN = "/_sandbox"
MORNING = 9
"""The hour of "tomorrow 9:00", in UTC."""
LEAPS: Mapping[str, str] = {
    "5m": "+5 min",
    "1h": "+1 hour",
    "timer": "To the next timer",
    "morning": "Tomorrow 9:00",
    "week": "+1 week",
}
FAULTS: Mapping[str, tuple[str, Kind]] = {
    "500": ("500 Server Error", faults.SERVER_ERROR),
    "502": ("502 with GitHub's error page", faults.BAD_GATEWAY),
    "503": ("503 Service Unavailable", faults.UNAVAILABLE),
    "404": ("404 Not Found", faults.NOT_FOUND),
    "422": ("422 Validation Failed", faults.INVALID),
    "secondary": ("Secondary rate limit, 3 seconds", faults.secondary_limit(3)),
    "reset": ("Connection reset", Break.RESET),
    "silence": ("No answer", Break.SILENCE),
    "torn": ("Half an answer", Break.TORN),
}
FEATURES: Mapping[str, str] = {
    "assignees": "List of accounts that can be assigned",
    "pins": "Pinned comments",
    "sub_issues": "Sub-issues",
    "reactions": "Reactions",
    "statuses": "Commit statuses",
    "repository_comments": "List of all comments of a repository",
    "graphql": "GraphQL",
    "rate_limits": "Rate limits",
}
TIMES: Mapping[str, int | None] = {"once": 1, "five times": 5, "until disarmed": None}


def act_as(visit: Visit) -> Redirect:
    """Choose the person; the website sets the cookie."""
    chosen = visit.host.world.accounts.get(visit.text("act_as"))
    if chosen is None or chosen.type != "User":
        raise Problem(422, "There is no such person.")
    return _back(visit)


def move_clock(visit: Visit) -> Redirect:
    """Move the clock forward, in the background."""
    target = _target(visit)
    if target is None:
        raise Problem(422, "No timer is running.")
    if not visit.passage.start_moving(target):
        raise Problem(409, "The clock is moving already. Wait until it has arrived.")
    return _back(visit)


def show_controls(visit: Visit) -> WebPage:
    """Show what can be made to fail, and what happened."""
    names = {id(kind): label for label, kind in FAULTS.values()}
    hits = [(names.get(id(fault.kind), "A fault"), route) for fault, route in visit.faults.hits[-20:]]
    armed = [(names.get(id(each.kind), "A fault"), each.times) for each in visit.faults.armed]
    values = {"faults": FAULTS, "times": TIMES, "features": FEATURES, "hits": hits[::-1], "armed": armed}
    return WebPage("controls.html", values)


def arm_fault(visit: Visit) -> Redirect:
    """Let the next requests of workflows fail, or disarm all faults."""
    if visit.text("do") == "disarm":
        visit.faults.clear()
        return Redirect(f"{_OWN}/controls")
    named, times = FAULTS.get(visit.text("fault")), visit.text("times")
    if named is None or times not in TIMES:
        raise Problem(422, "There is no such fault.")
    visit.faults.add(Fault(named[1], after=visit.text("after") == "on", times=TIMES[times]))
    return Redirect(f"{_OWN}/controls")


def switch_features(visit: Visit) -> Redirect:
    """Switch the features on that the form has, and off all others."""
    for name in FEATURES:
        (visit.host.without.discard if name in visit.form.get("feature", ()) else visit.host.without.add)(name)
    return Redirect(f"{_OWN}/controls")


def _target(visit: Visit) -> datetime | None:
    now = visit.host.clock.now()
    match visit.text("leap"):
        case "timer":
            return visit.passage.next_timer()
        case "morning":
            return (now + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0)
        case "week":
            return now + timedelta(weeks=1)
        case "1h":
            return now + timedelta(hours=1)
    return now + timedelta(minutes=5)


def _back(visit: Visit) -> Redirect:
    """Return to the page that had the form, which is one of this website's."""
    back = visit.text("back")
    return Redirect(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


PAGES = (
    PageRoute("POST", f"{_OWN}/act-as", act_as),
    PageRoute("POST", f"{_OWN}/clock", move_clock),
    PageRoute("GET", f"{_OWN}/controls", show_controls),
    PageRoute("POST", f"{_OWN}/faults", arm_fault),
    PageRoute("POST", f"{_OWN}/features", switch_features),
)
