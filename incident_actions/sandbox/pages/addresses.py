"""Every address of the website, the most specific first."""

from incident_actions.sandbox.pages import (
    controls,
    files,
    issue,
    issue_list,
    new_issue,
    pull,
    repositories,
    runs,
    settings,
)
from incident_actions.sandbox.pages.visit import PageRoute

PAGES: tuple[PageRoute, ...] = tuple(
    route
    for family in (controls, new_issue, issue, issue_list, pull, runs, settings, files, repositories)
    for route in family.PAGES
)
