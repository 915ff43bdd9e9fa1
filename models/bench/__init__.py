"""The measurements users can run."""
