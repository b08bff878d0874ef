"""A file in, a packaged asset and blobs out; documents in, a signed release out.

Knows neither Django nor rooms. The one entrance for media is :func:`media_pipeline.package.package`.
"""
