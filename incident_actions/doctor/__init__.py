"""Whether a repository is set up well: facts about it, and what each check makes of them."""
