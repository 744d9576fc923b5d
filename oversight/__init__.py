"""Who opened whose record, what is worth asking about, and whom a breach touched."""
