"""One run of a workflow: answer an event, sweep, run the clock, route an alert.

A run finds the issue, reads it, lets the engine decide, carries out the plan, and looks again.
"""
