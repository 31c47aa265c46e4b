"""The post-mortem: render it, read its action items back, keep the index."""
