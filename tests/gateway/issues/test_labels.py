"""Labels are made where they are missing, and one that somebody else made meanwhile stays as it is."""

from pathlib import Path

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues import labels
from incident_actions.sandbox import Sandbox
from tests.sandbox import published
from tests.sandbox.client import Client


def test_a_label_created_meanwhile_keeps_its_color_and_the_others_are_created(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "github") as sandbox, published.holding(sandbox):
        sandbox.create_repository("acme/shop", {"README.md": "x"}, collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        ada.json("POST", "labels", {"name": "incident", "color": "00ff00"})
        connection = Connection(sandbox.token("ada"), "acme/shop", sandbox.api_url)

        made = labels.create_labels(
            connection, {"incident": ("b60205", "An incident"), "SEV-1": ("b60205", "All is down")}
        )

        assert made == ["SEV-1"]
        shown = {each["name"]: (each["color"], each["description"]) for each in ada.json("GET", "labels")}
        assert (shown["incident"], shown["SEV-1"]) == (("00ff00", None), ("b60205", "All is down"))
        connection.close()
