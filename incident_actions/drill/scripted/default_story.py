"""The scripted story of the default process: its people, its files, and its scenes in their order."""

from collections.abc import Sequence

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import SOURCE
from incident_actions.drill.scripted import followup_story, incident_story, postmortem_story
from incident_actions.drill.shop import FIRST_FILES, GOOD, SETTINGS
from incident_actions.drill.stage import Scene
from incident_actions.drill.story import Story
from incident_actions.gateway.repository.templates import load_template
from incident_actions.model.process.extends import DEFAULT
from incident_actions.text.wording import Wording

PEOPLE = {"ada": "admin", "grace": "write", "linus": "write", "mary": "triage", "margaret": "read"}
TEAM = "database-team"
"""The account of a team. It has no access to the repository, so nobody can assign it an issue."""

SCENES: tuple[Scene, ...] = (*incident_story.SCENES, *postmortem_story.SCENES, *followup_story.SCENES)


def first_files() -> dict[str, str]:
    """Return the files of the first commit: what a repository adopts, its configuration, and the shop's own.

    The story's first scene releases the setting that causes the incident.
    """
    configuration = load_template("drill/incidents.yml") or ""
    return {**files_of_adopter(configuration, SOURCE), **FIRST_FILES, SETTINGS: GOOD}


def default_story(scenes: Sequence[Scene] = SCENES) -> Story:
    """Return the story of the default process, from the incident to the weeks after it."""
    return Story(
        preset=DEFAULT,
        scenes=scenes,
        files=first_files(),
        people=PEOPLE,
        opening=Wording(load_template).render("drill/opening.txt", {}),
        path=lambda: postmortem_story.PATH,
        strangers=(TEAM,),
    )
