"""The wire formats of docs/formats.md as pydantic models; no Django."""
