"""The lists of issues and pull requests, and the labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from incident_actions.sandbox.pages.visit import PageRoute, Visit, WebPage
from incident_actions.sandbox.state.records import Repository, StoredIssue

PER_PAGE = 25
_AT = "/{owner}/{repo}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows."""

    state: str = "open"
    labels: Sequence[str] = ()
    assignee: str = ""
    words: str = ""

    def fits(self, place: Repository, issue: StoredIssue) -> bool:
        """Check that an issue is shown, whatever its state."""
        names = {place.labels[each].name for each in issue.labels}
        text = f"{issue.title} {issue.body or ''} #{issue.number}".casefold()
        has_words = all(word in text for word in self.words.casefold().split())
        return set(self.labels) <= names and self.assignee in ("", *issue.assignees) and has_words

    def query(self, **changed: object) -> str:
        """Return the query of an address that shows this list with something changed."""
        values = {"q": self.words, "state": self.state, "label": list(self.labels), "assignee": self.assignee}
        kept = {name: value for name, value in {**values, **changed}.items() if value}
        return f"?{urlencode(kept, doseq=True)}"


def list_issues(visit: Visit) -> WebPage:
    """Show the issues that fit the filter."""
    return _list(visit, are_pulls=False)


def list_pulls(visit: Visit) -> WebPage:
    """Show the pull requests that fit the filter."""
    return _list(visit, are_pulls=True)


def list_labels(visit: Visit) -> WebPage:
    """Show the labels, each with the number of issues that are open."""
    place = visit.repository
    opened = [each for each in place.issues.values() if each.state == "open"]
    rows = [(label, sum(label.id in each.labels for each in opened)) for label in place.labels.values()]
    return WebPage("labels.html", {"rows": sorted(rows, key=lambda row: row[0].name.casefold())})


def _list(visit: Visit, *, are_pulls: bool) -> WebPage:
    place, wanted = visit.repository, _filter(visit)
    fitting = [
        each for each in place.issues.values() if (each.pull is not None) == are_pulls and wanted.fits(place, each)
    ]
    shown = sorted((each for each in fitting if each.state == wanted.state), key=lambda each: -each.number)
    number = max(1, int(visit.parameter("page", "1"))) if visit.parameter("page", "1").isdecimal() else 1
    values = {
        "are_pulls": are_pulls,
        "filter": wanted,
        "counts": {state: sum(each.state == state for each in fitting) for state in ("open", "closed")},
        "issues": shown[(number - 1) * PER_PAGE : number * PER_PAGE],
        "page": number,
        "pages": -(-len(shown) // PER_PAGE),
        "labels": sorted(place.labels.values(), key=lambda label: label.name.casefold()),
        "assignees": [login for login, role in place.roles.items() if role != "none"],
    }
    return WebPage("issue_list.html", values)


def _filter(visit: Visit) -> Filter:
    state = "closed" if visit.parameter("state") == "closed" else "open"
    labels = [each for each in visit.query.get("label", ()) if each]
    return Filter(state, labels, visit.parameter("assignee"), visit.parameter("q").strip())


PAGES = (
    PageRoute("GET", f"{_AT}/issues", list_issues),
    PageRoute("GET", f"{_AT}/pulls", list_pulls),
    PageRoute("GET", f"{_AT}/labels", list_labels),
)
