"""The log of an incident that is kept by hand while GitHub is down."""
