"""The reference sync client of headsets; no Django."""
