"""Jobs on a real runner: act plays the workflow files themselves, without containers, against the sandbox."""

from incident_actions.sandbox.act.play import Act, Missing

__all__ = ["Act", "Missing"]
