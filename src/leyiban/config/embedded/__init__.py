"""The embedded PostgreSQL: a real server in the project's own folder, started when it is needed."""
