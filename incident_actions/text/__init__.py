"""Everything that is written or read as text: messages, timeline, safe Markdown, commands, the record and its seal."""
