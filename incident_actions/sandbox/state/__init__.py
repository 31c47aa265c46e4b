"""What the sandbox knows, apart from how it is asked."""
