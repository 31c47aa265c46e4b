"""The command line: one file for each command that a person or a workflow types.

It reads the environment, the event and the time once, hands them down as values, and turns what comes back into an exit
code. Nothing is decided here.
"""
