"""What rooms do: packaging, checks, manifests, releases, previews, roles. Services never enqueue tasks."""
