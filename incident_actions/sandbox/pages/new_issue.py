"""The chooser of issue forms, the form, and the issue that it files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.sandbox.changes import issues
from incident_actions.sandbox.changes.issues import NewIssue
from incident_actions.sandbox.pages.issue_form import IssueForm, read_form, read_template
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Shown, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.state.role import RepositoryRole

FOLDER = ".github/ISSUE_TEMPLATE"
_CONFIG = ("config.yml", "config.yaml")
_AT = "/{owner}/{repo}/issues/new"


def choose_form(visit: Visit) -> Shown:
    """Show the forms and templates; without any, go to a blank issue."""
    found, allows_blank = _forms(visit), _allows_blank(visit)
    if not found:
        return Redirect(visit.address("issues", "new"))
    return WebPage("choose.html", {"forms": found, "allows_blank": allows_blank or visit.role >= RepositoryRole.WRITE})


def show_form(visit: Visit) -> Shown:
    """Show a form with what the address fills in, or a blank issue."""
    form = _form(visit)
    filled = {name: values for name, values in visit.query.items() if name not in ("template", "title")}
    return _page(visit, form, filled, visit.parameter("title") or form.title)


def file_issue(visit: Visit) -> Shown:
    """File an issue. GitHub sets a form's labels and assignees, whoever fills it in."""
    form, title = _form(visit), visit.text("title").strip()
    if form.problems:
        raise Problem(422, f"{form.file} is not a valid issue form.")
    if not form.questions:
        body = visit.text("body")
        return _filed(visit, form, title, body)
    answers = {name: [each.replace("\r\n", "\n") for each in values] for name, values in visit.form.items()}
    if missing := form.missing(answers):
        return replace(_page(visit, form, answers, title, missing), status=422)
    return _filed(visit, form, title, form.body(answers))


def _filed(visit: Visit, form: IssueForm, title: str, body: str) -> Redirect:
    if not title:
        raise Problem(422, "Give the issue a title.")
    if not form.labels and not form.assignees:
        filed = visit.perform("POST", "/issues", {}, {"title": title, "body": body})
        return Redirect(visit.address("issues", filed["number"]))
    if not visit.repository.settings.issues:
        raise Problem(410, "Issues has been disabled in this repository.")
    known = [name for name in form.labels if visit.repository.label(name)]
    visit.host.clock.tick()
    issue = issues.open_issue(visit.acting, NewIssue(title, body, known, form.assignees))
    return Redirect(visit.address("issues", issue.number))


def _page(
    visit: Visit, form: IssueForm, answers: Mapping[str, Sequence[str]], title: str, missing: Sequence[str] = ()
) -> WebPage:
    values = {
        "form": form,
        "answers": answers,
        "title": title,
        "missing": missing,
        "around": visit.around,
        "unknown": [name for name in form.labels if visit.repository.label(name) is None],
    }
    return WebPage("new_issue.html", values)


def _form(visit: Visit) -> IssueForm:
    """Return the form that the address names; a blank issue for none."""
    wanted = visit.parameter("template")
    if not wanted:
        return IssueForm("", "Blank issue", labels=[])
    form = next((each for each in _forms(visit) if each.file == wanted), None)
    if form is None:
        raise not_found()
    return form


def _forms(visit: Visit) -> list[IssueForm]:
    texts = _texts(visit)
    forms = [read_form(name, text) for name, text in texts.items() if name.endswith((".yml", ".yaml"))]
    return forms + [read_template(name, text) for name, text in texts.items() if name.endswith(".md")]


def _texts(visit: Visit) -> dict[str, str]:
    """Return the files of the default branch that describe forms, by name."""
    store, head = visit.store, visit.store.branch(visit.repository.default_branch)
    folder = store.at(head, FOLDER) if head else None
    if head is None or folder is None:
        return {}
    names = [name for name, _ in store.entries(folder.sha, recursive=False) if name not in _CONFIG]
    return {name: store.text(head, f"{FOLDER}/{name}") or "" for name in names}


def _allows_blank(visit: Visit) -> bool:
    """https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/configuring-issue-templates-for-your-repository#configuring-the-template-chooser."""
    head = visit.store.branch(visit.repository.default_branch)
    text = next((found for name in _CONFIG if head and (found := visit.store.text(head, f"{FOLDER}/{name}"))), "")
    try:
        content = YAML(typ="safe").load(text) or {}
    except YAMLError:
        return True
    return bool(content.get("blank_issues_enabled", True))


PAGES = (
    PageRoute("GET", f"{_AT}/choose", choose_form),
    PageRoute("GET", _AT, show_form),
    PageRoute("POST", _AT, file_issue),
)
