"""The demo programme: its media and the scripts that make them. Needs no configured Django."""
