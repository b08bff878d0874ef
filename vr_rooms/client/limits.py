"""Where the sync client's patience ends, as named numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on time and size; ``_s`` is seconds."""

    connect_s: float = 10.0
    read_s: float = 20.0
    """longest silence in the middle of an answer"""
    slow_window_s: float = 30.0
    slow_bytes_per_s: int = 1024
    """an answer that brings less than this over a window is given up: one byte a second would keep a class waiting for ever"""
    attempts: int = 5
    backoff_s: float = 0.5
    """before the second attempt; doubles, and each wait is a random part of it, so that thirty headsets do not knock in step"""
    backoff_max_s: float = 20.0
    workers: int = 8
    redirects: int = 3
    document_bytes: int = 16 * 1024**2
    """largest catalog, sector document, manifest or index that is believed"""
    spare_bytes: int = 16 * 1024**2
    """room that must stay free on the disk"""


LIMITS = Limits()
