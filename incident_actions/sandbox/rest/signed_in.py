"""Who is asking, for routes that are about the caller."""

from incident_actions.sandbox.rest.call import RESOURCE_NOT_ACCESSIBLE, Call
from incident_actions.sandbox.rest.problem import Problem, forbidden


def require_person(call: Call) -> str:
    """Return the login of the caller, who must be a person; raises Problem."""
    if call.login is None:
        raise Problem(401, "Requires authentication")
    if call.is_bot:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE)
    return call.login
