"""Turn the state of an issue into a plan. Everything in it is pure.

It answers commands, follows up on events, fires due timers, and compares the result with the issue. The gateway carries
out the plan.
"""
