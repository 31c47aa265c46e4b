"""One run of a workflow: respond to an event, sweep, keep the clock, take in an alert.

A run finds out which issue is concerned, reads it, lets the engine decide, carries the plan out, and looks again.
"""
