"""Signed releases after The Update Framework: keys, writing, verifying."""
