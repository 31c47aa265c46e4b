"""Routes that return texts: a saying, a picture, and Markdown as HTML; of emojis and templates, there are none."""

from incident_actions.sandbox.pages.markdown import Surroundings, render_markdown
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page

PLAIN_TEXT = "/markdown/raw"
"""The route whose body is no JSON."""

ZEN = "Keep it logically awesome."
_CAT = r"""
     /\_/\
    ( o.o )   {}
     > ^ <
"""
_HTML = {"Content-Type": "text/html;charset=utf-8"}
_PLAIN = {"Content-Type": "text/plain;charset=utf-8"}


def get_zen(call: Call) -> ApiResponse:
    """Return one of GitHub's sayings."""
    del call
    return ApiResponse(raw=ZEN.encode(), headers=_PLAIN)


def get_octocat(call: Call) -> ApiResponse:
    """Return a picture that says something."""
    said = _CAT.format(call.query.get("s", ZEN))
    return ApiResponse(raw=said.encode(), headers={"Content-Type": "application/octocat-stream"})


def render_text(call: Call) -> ApiResponse:
    """Return a text as HTML; with the mode `gfm`, its references lead to the repository that is its context."""
    text, context = call.text("text", "Markdown"), str(call.body.get("context", ""))
    return _html(call, text, context if call.body.get("mode") == "gfm" else "")


def render_plain_text(call: Call) -> ApiResponse:
    """Return the body of the request as HTML."""
    return _html(call, str(call.body.get("text", "")), "")


def get_emojis(call: Call) -> ApiResponse:
    """Return the emojis that have pictures: none, as the sandbox shows them as characters."""
    del call
    return ApiResponse(json={})


def list_nothing(call: Call) -> ApiResponse:
    """List what the sandbox does not have."""
    return page(call, [], lambda each: each)


def _html(call: Call, text: str, context: str) -> ApiResponse:
    place = call.host.world.repositories.get(context.lower())
    around = Surroundings(
        context,
        frozenset(call.host.world.accounts) if place else frozenset(),
        max(place.issues, default=0) if place else 0,
    )
    return ApiResponse(raw=str(render_markdown(text, around)).encode(), headers=_HTML)


ROUTES = (
    Route("GET", "/zen", get_zen),
    Route("GET", "/octocat", get_octocat),
    Route("GET", "/emojis", get_emojis),
    Route("POST", "/markdown", render_text),
    Route("POST", PLAIN_TEXT, render_plain_text),
    Route("GET", "/licenses", list_nothing),
    Route("GET", "/gitignore/templates", list_nothing),
)
