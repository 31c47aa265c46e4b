"""`init --remove`: remove the files that only the tool uses, and name what people must remove."""

from __future__ import annotations

from pathlib import Path

import click

from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import templates
from incident_actions.setup.removal import MAINTAINED, TEAMS_OWN, files_to_remove
from incident_actions.text.wording import Wording

DONE, DECLINED = 0, 1


def remove_setup(*, yes: bool) -> int:
    """List the files, ask, and remove them; raises UserError. 0: done, or nothing is there; 1: declined.

    The records stay: issues, labels, post-mortems and their index.
    """
    here = Checkout(Path.cwd())
    paths = files_to_remove(here.read_texts(MAINTAINED), _teams_own(here))
    if not paths:
        click.echo("There are no files of the tool here.")
        return DONE
    if lost := sorted(here.uncommitted_files(paths)):
        raise UserError(f"Commit these files first, so that git can restore them: {', '.join(lost)}")
    for path in paths:
        click.echo(f"{path}: remove")
    if not (yes or _is_confirmed(len(paths))):
        click.echo("Nothing was removed.")
        return DECLINED
    for path in paths:
        here.remove_file(path)
    values = {"removed": len(paths), "address": here.remote.url if here.remote else ""}
    click.echo(f"\n{Wording(templates.load_template).render('adoption/removed.txt', values)}")
    return DONE


def _teams_own(here: Checkout) -> list[str]:
    """Return the team's files that exist: those that git has, and a configuration that it lacks."""
    known = [each for each in here.tracked_files(*TEAMS_OWN) if (here.root / each).is_file()]
    return sorted({*known, *here.read_texts(TEAMS_OWN[:1])})


def _is_confirmed(count: int) -> bool:
    try:
        return click.confirm(f"Remove {count} file{'s' if count > 1 else ''}?", default=False)
    except click.Abort:  # nobody can answer the question
        click.echo()
        return False
