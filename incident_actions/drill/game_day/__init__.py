"""Game days on a laptop: a scenario plays everybody else, and a person answers in the browser."""
