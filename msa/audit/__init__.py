"""Append-only, tamper-evident record of acts, reads and refusals (SEC-04)."""
