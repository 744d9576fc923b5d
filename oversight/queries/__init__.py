"""What the audit answers, in words, to those who may ask."""
