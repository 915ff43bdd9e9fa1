"""Files read in a limited child, as pages of text with sources."""
