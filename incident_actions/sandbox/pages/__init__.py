"""Pages for people: the sandbox as GitHub's website shows it, in a browser.

Every page is rendered from the state. Every form goes through the handlers of the REST API, as the chosen person.
"""
