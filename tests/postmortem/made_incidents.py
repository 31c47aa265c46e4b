"""Incidents that were made up, in families of three: what happened once and came back in other words."""

from __future__ import annotations

FAMILIES: dict[str, tuple[tuple[str, str], ...]] = {
    "pool": (
        ("Checkout is down: database connections exhausted", "checkout"),
        ("Connection pool of the checkout database is full", "checkout"),
        ("Checkout times out, no free database connections", "checkout"),
    ),
    "cert": (
        ("TLS certificate of the API expired", "api"),
        ("API unreachable because its certificate has expired", "api"),
        ("Expired certificate breaks the API for mobile clients", "api"),
    ),
    "disk": (
        ("Disk full on the search nodes", "search"),
        ("Search stops indexing, disk of node 3 is full", "search"),
        ("Search nodes ran out of disk space", "search"),
    ),
    "dns": (
        ("DNS records of the website point to the old load balancer", "web"),
        ("Website unreachable after a DNS change", "web"),
        ("Wrong DNS record takes the website down", "web"),
    ),
    "queue": (
        ("Order queue grows, workers are stuck", "orders"),
        ("Workers of the order queue hang on a poison message", "orders"),
        ("Orders delayed: queue backlog of 40,000 messages", "orders"),
    ),
    "mail": (
        ("Confirmation mails are not sent", "mail"),
        ("Mail provider rejects confirmation mails", "mail"),
        ("Customers get no confirmation mails", "mail"),
    ),
    "cache": (
        ("Cache stampede after the deployment of the catalogue", "catalogue"),
        ("Catalogue slow: cold cache after deployment", "catalogue"),
        ("Catalogue overloaded when the cache was flushed", "catalogue"),
    ),
    "login": (
        ("Login fails for users with single sign-on", "login"),
        ("Single sign-on broken after rotating the SAML key", "login"),
        ("Users cannot log in by single sign-on", "login"),
    ),
    "payments": (
        ("Card payments declined by the payment provider", "payments"),
        ("Payment provider outage, card payments fail", "payments"),
        ("Card payments time out at the provider", "payments"),
    ),
    "replica": (
        ("Replication lag shows stale prices", "pricing"),
        ("Stale prices because the replica lags behind", "pricing"),
        ("Prices outdated, replication stopped", "pricing"),
    ),
    "memory": (
        ("Recommendations service killed for out of memory", "recommendations"),
        ("Memory leak in the recommendations service", "recommendations"),
        ("Recommendations restart every hour, out of memory", "recommendations"),
    ),
    "rate": (
        ("Rate limiter blocks legitimate API clients", "api"),
        ("API clients get 429 after the new rate limit", "api"),
        ("Rate limit of the API too low for partners", "api"),
    ),
    "migration": (
        ("Schema migration locks the orders table", "orders"),
        ("Orders unavailable while a migration locks a table", "orders"),
        ("Long table lock by a migration on orders", "orders"),
    ),
    "backup": (
        ("Nightly backup of the warehouse failed", "warehouse"),
        ("Warehouse backup missing for three nights", "warehouse"),
        ("Backup of the warehouse cannot be restored", "warehouse"),
    ),
    "flag": (
        ("Feature flag switched on for everybody by mistake", "web"),
        ("Feature flag of the new checkout on for all customers", "checkout"),
        ("Wrong feature flag default after a release", "web"),
    ),
    "region": (
        ("Network partition between the two regions", "network"),
        ("Traffic between regions drops, network partition", "network"),
        ("Regions lose connection to each other", "network"),
    ),
    "upload": (
        ("Image uploads fail with 413", "uploads"),
        ("Uploads of large images rejected", "uploads"),
        ("Image upload broken after the proxy update", "uploads"),
    ),
    "cron": (
        ("Invoices sent twice by the nightly job", "billing"),
        ("Nightly billing job ran twice, double invoices", "billing"),
        ("Customers billed twice by a repeated nightly job", "billing"),
    ),
    "config": (
        ("Bad configuration of the load balancer drops requests", "network"),
        ("Load balancer misconfigured, requests dropped", "network"),
        ("Requests lost after a load balancer configuration change", "network"),
    ),
    "export": (
        ("Report export times out for large accounts", "reports"),
        ("Exports of reports never finish", "reports"),
        ("Large report exports fail with a timeout", "reports"),
    ),
    "hotkey": (
        ("One hot key overloads a shard of the session store", "login"),
        ("Session store shard overloaded by a hot key", "login"),
        ("Sessions lost, hot key on one shard", "login"),
    ),
}
"""The title and the service of each incident, by what caused it."""
