"""The real git repositories behind the sandbox."""
