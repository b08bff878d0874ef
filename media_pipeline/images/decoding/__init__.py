"""Strangers' picture files decoded in a child process with limits on memory and time; the parent only maps finished planes."""
