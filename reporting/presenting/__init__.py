"""A report's frozen cells as words, tables and charts, the same in every format."""
