"""The command line: one file for each command that a person or a workflow runs.

It reads the environment, the event and the time once, passes them down as values, and turns the result into an exit
code. It decides nothing itself.
"""
