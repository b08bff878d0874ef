"""Every kind of picture file becomes upright sRGB planes."""
