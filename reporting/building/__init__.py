"""From true figures to cells that may be published: one module for each report."""
