"""Jobs on a real runner: act plays the workflow files themselves, without containers, against the sandbox."""

from incident_actions.sandbox.act.act_runner import Act, ActNotFound

__all__ = ["Act", "ActNotFound"]
