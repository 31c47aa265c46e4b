"""The post-mortem: when one is required, its file, its check, its index, and its action items."""
