"""The incident: its entries, and the state that they add up to."""
