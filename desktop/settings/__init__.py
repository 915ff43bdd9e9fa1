"""Settings as described data."""
