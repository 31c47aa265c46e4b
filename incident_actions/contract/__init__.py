"""The types between the engine and the world: events, snapshots and answers in; effects and plans out.

Both sides know these types and nothing of each other.
"""
