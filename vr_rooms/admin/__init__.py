"""The editors' screens of this floor: media library and releases."""
