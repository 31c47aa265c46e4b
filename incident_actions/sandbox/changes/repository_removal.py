"""Delete a repository, with its git objects."""

import shutil

from incident_actions.sandbox.host import Host
from incident_actions.sandbox.state.records import Repository


def remove_repository(host: Host, place: Repository) -> None:
    """Delete a repository and everything in it; its forks stay, and its name is free again."""
    del host.world.repositories[place.full_name.lower()]
    shutil.rmtree(host.forget_git(place))
