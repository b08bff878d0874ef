"""What films and sounds have in common: libav opens them, in a child, and nothing but what is expected."""
