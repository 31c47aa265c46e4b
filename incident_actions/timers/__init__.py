"""The timers of a running incident: what is due, when, whom it calls, and what became of the promises."""
