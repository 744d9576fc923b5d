"""What runs the product on one machine: its servers, its secrets, its processes."""
