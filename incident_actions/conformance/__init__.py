"""The assumptions about GitHub that the tool relies on, checked against any server that speaks its API.

Each assumption is a small function with a name, a sentence and a source. The suite works in a repository of its
own, and goes to the server the same way as the tool, through the gateway.
"""
