"""Which repositories may use the tool in another one, by the visibility of both."""

from __future__ import annotations

VISIBILITIES = ("private", "internal", "public")
"""From the smallest audience to everybody."""


def may_use(caller: str, tool: str) -> bool:
    """Whether the workflows of a repository may call those of another, or use its actions.

    https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#access-to-reusable-workflows,
    and the same holds for actions:
    https://docs.github.com/en/enterprise-cloud@latest/actions/how-tos/reuse-automations/share-with-your-enterprise
    """
    if caller not in VISIBILITIES or tool not in VISIBILITIES:
        return True
    return VISIBILITIES.index(tool) >= VISIBILITIES.index(caller)
