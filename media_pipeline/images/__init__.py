"""Photos: reading, projection, tiers and cube tiles."""
