"""Staff accounts, roles and sign-in, who can be responsible, the audit log, and the site's own words."""
