"""Sound files: what they are, which of their channels count, and the one file that is made of them."""
