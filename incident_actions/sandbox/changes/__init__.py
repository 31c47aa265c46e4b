"""Changes to a repository, with the timeline events and webhooks that each causes."""
