"""What monitoring systems send, as one shape."""
