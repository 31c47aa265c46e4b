"""The public status page: made of what teams published, of services and times, and of nothing else.

`public_incident` alone reads records, and takes from them only what is on its list. All other modules, and the
templates, see its values. So what isn't on the list can't reach the page.
"""
