"""The types between the engine and the outside world: events, snapshots and answers go in, effects and plans come out.

Both sides know these types, and neither knows the other.
"""
