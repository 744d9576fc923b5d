"""What managers note."""
