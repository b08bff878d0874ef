"""Flat video: probing, the HLS ladder, playlists and captions."""
