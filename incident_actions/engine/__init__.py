"""From what an issue shows to a plan. Everything in it is pure.

It answers commands, follows up on what happened, fires what is due, and compares the result with what the issue shows
now. The gateway carries the plan out.
"""
