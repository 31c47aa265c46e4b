"""`/ack`: somebody is on it."""

from incident_actions.commands.command import Command
from incident_actions.commands.grammar import Asked
from incident_actions.incident.entry import Acknowledged
from incident_actions.scene import Decision, Scene


def decide(_: Asked, scene: Scene) -> Decision:
    """Accept it; the first one counts for the time to acknowledge."""
    return Decision((Acknowledged(**scene.stamp()),))


ACK = Command("ack", "/ack", "say that you are on it", decide)
