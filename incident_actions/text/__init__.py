"""Everything that is read or written as text: messages, timeline, safe Markdown, commands, the record and its seal."""
