"""The repository that drills use: acme/shop, whose settings cause the incident."""

REPOSITORY = "acme/shop"
TITLE = "Checkout returns HTTP 500"
README = "# shop\n\nOur online shop. We run [incidents](docs/incidents/README.md) in this repository.\n"
SETTINGS = "checkout/settings.yml"
INCIDENT = 1
"""The number of the incident's issue."""


def settings(pool: int) -> str:
    """Return the shop's settings, with `pool` connections to the database."""
    return f"database:\n  connections: {pool}\n  timeout: 2s\n"


GOOD, BAD = settings(50), settings(5)
"""The settings before and after the release that causes the incident."""

FIRST_FILES = {"README.md": README, SETTINGS: BAD}
"""The shop's own files, with the setting that causes the incident."""
