"""Where blobs, targets and metadata lie: a folder, an S3 prefix or memory, behind one small interface."""

from media_pipeline.store.address import open_store
from media_pipeline.store.base import Overtaken, Store, put_blob, put_document, read
from media_pipeline.store.disk import DiskStore
from media_pipeline.store.memory import MemoryStore

__all__ = ["DiskStore", "MemoryStore", "Overtaken", "Store", "open_store", "put_blob", "put_document", "read"]
