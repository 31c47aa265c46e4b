"""What is read and written as text: messages, Markdown, slash commands, forms, and the record with its seal."""
