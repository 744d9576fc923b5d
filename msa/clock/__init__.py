"""Days as people in Aotearoa New Zealand count them."""
