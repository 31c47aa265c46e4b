"""An embedded GitHub: a part of its API, with real git, webhooks and jobs.

It serves on the loopback interface, for tests and for trying things out. The value `Tool` is all that it knows of the
tool, and it imports nothing else of the project.
"""

from incident_actions.sandbox.host import WebhookDelivery
from incident_actions.sandbox.job import FinishedJob, Job, Runner
from incident_actions.sandbox.rest.exchange import Exchange, Request
from incident_actions.sandbox.sandbox import Sandbox
from incident_actions.sandbox.tool import Tool

__all__ = ["Exchange", "FinishedJob", "Job", "Request", "Runner", "Sandbox", "Tool", "WebhookDelivery"]
