"""The pages that hold the player."""
