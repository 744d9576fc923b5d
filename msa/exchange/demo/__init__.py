"""Fictional organisations to look at the product with. Nobody in them exists."""
