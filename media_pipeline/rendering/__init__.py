"""Model-to-room: a 3D scene and places to stand become 360° panoramas, for one eye or for two."""
