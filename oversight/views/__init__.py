"""Pages of who looked."""
