"""An embedded GitHub: the part of its API that the tool uses, with real git, webhooks and jobs."""

from incident_actions.sandbox.host import Delivery
from incident_actions.sandbox.jobs import FinishedJob, Job, Runner
from incident_actions.sandbox.rest.exchange import Exchange, Request
from incident_actions.sandbox.sandbox import Sandbox

__all__ = ["Delivery", "Exchange", "FinishedJob", "Job", "Request", "Runner", "Sandbox"]
