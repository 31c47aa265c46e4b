"""The connection to GitHub: the token, the App, retries and pacing, and which account the tool is."""
