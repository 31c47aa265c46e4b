"""The list of repositories, and a person's own page."""

from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole


def list_repositories(visit: Visit) -> WebPage:
    """Show the repositories that the person may see."""
    invitations = [
        (place, each)
        for place in visit.host.world.repositories.values()
        for each in place.invitations
        if each.invitee == visit.login
    ]
    return WebPage("repositories.html", {"places": _visible(visit), "invitations": invitations})


def answer_invitation(visit: Visit) -> Redirect:
    """Accept an invitation to a repository, or decline it."""
    method = "PATCH" if visit.text("do") == "accept" else "DELETE"
    at = {"invitation_id": visit.parts["invitation"]}
    visit.perform_anywhere(method, "/user/repository_invitations/{invitation_id}", at)
    return Redirect("/")


def show_person(visit: Visit) -> WebPage:
    """Show a person: the repositories in which they have a role, and a button to act as them."""
    login = visit.host.world.login(visit.parts["login"])
    account = visit.host.world.accounts.get(login)
    if account is None:
        raise not_found()
    places = [place for place in _visible(visit) if place.owner == login or login in place.roles]
    return WebPage("person.html", {"account": account, "places": places})


def open_issues(place: Repository) -> int:
    """Return how many issues are open."""
    return sum(each.state == "open" and each.pull is None for each in place.issues.values())


def open_pulls(place: Repository) -> int:
    """Return how many pull requests are open."""
    return sum(each.state == "open" and each.pull is not None for each in place.issues.values())


def _visible(visit: Visit) -> list[Repository]:
    places = visit.host.world.repositories.values()
    return [place for place in places if place.role(visit.login) >= RepositoryRole.READ]


PAGES = (
    PageRoute("GET", "/", list_repositories),
    PageRoute("GET", "/{login}", show_person),
    PageRoute("POST", "/_sandbox/invitations/{invitation}", answer_invitation),
)
