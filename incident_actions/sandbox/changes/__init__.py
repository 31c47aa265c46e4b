"""Everything that can happen to a repository, with its timeline events and webhooks."""
