"""The incident and its action items: their entries, and the state that the entries add up to."""
