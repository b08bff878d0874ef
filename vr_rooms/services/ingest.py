"""Package one asset: lock it, probe, package with progress, and write down what came out of it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from media_pipeline.canonical import to_json
from media_pipeline.errors import Cancelled, MissingBlob, Refused, ToolMissing
from vr_rooms.errors import SceneGone
from vr_rooms.models import AssetCaptions, MediaAsset
from vr_rooms.models.choices import State
from vr_rooms.services import drawing, faces, locks, packaging
from vr_rooms.services.stores import content_store
from vr_rooms.services.watching import watching
from vr_rooms.signals import asset_packaged

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A file that takes its worker down this often is given up: else the reconciler would feed it to the next worker for ever."""

_AT_REST: dict[str, Any] = {"stage": "", "done": 0, "total": 0, "left_s": None, "cancel_wanted": False, "attempts": 0}
_CANCELLED: dict[str, Any] = {"state": State.CANCELLED, "message_code": "", "message_values": {}}


def lock_name(asset_id: int) -> str:
    """The lock that a worker holds while it packages this asset."""
    return f"asset-{asset_id}"


def package_asset(asset_id: int) -> str:
    """Package what waits for this asset; returns its state afterwards, 'busy' where another worker is at it, 'gone' where
    there is no such asset. Never raises for what is wrong with a file. Must not run inside a transaction."""
    with locks.held(lock_name(asset_id)) as got:
        if not got:
            return "busy"
        while True:
            asset = MediaAsset.objects.filter(pk=asset_id).first()
            if asset is None:
                return "gone"
            waiting = [one for one in AssetCaptions.objects.filter(asset=asset) if one.handled_digest != one.digest]
            for captions in waiting:
                _package_captions(captions, _lasts(asset.packaged))
            if asset.request == asset.handled_request:
                if waiting:
                    asset_packaged.send(sender=MediaAsset, asset_id=asset_id)
                return asset.state
            # The file may be replaced while it is being packaged: then the new one is next.
            _package_original(asset)


def cancel(asset_id: int) -> bool:
    """Stop what is being packaged or waits for it; whether there was anything to stop.

    What waits is cancelled at once; a worker in the middle of it hears of it within about a second. An earlier packaged record
    stays in use.
    """
    with locks.held(lock_name(asset_id)) as nobody_at_it, transaction.atomic():
        waiting = MediaAsset.objects.filter(pk=asset_id, state__in=(State.UPLOADED, State.PACKAGING))
        asset = waiting.select_for_update().first()
        if asset is None:
            return False
        if nobody_at_it:
            waiting.update(**_CANCELLED, **_AT_REST, handled_request=asset.request)
        else:
            waiting.update(cancel_wanted=True)
        return True


def _package_original(asset: MediaAsset) -> None:
    request = asset.request
    if asset.cancel_wanted:
        _finish(asset.pk, request, _CANCELLED)
        return
    if asset.attempts >= MOST_ATTEMPTS:
        logger.error("packaging %s ended its worker %s times; given up", asset.original_name, asset.attempts)
        _finish(
            asset.pk, request, {"state": State.FAILED, "message_code": "given_up", "message_values": {"times": asset.attempts}}
        )
        return
    MediaAsset.objects.filter(pk=asset.pk).update(
        state=State.PACKAGING, stage="probe", done=0, total=0, left_s=None, message_code="", attempts=F("attempts") + 1
    )
    result: dict[str, Any] = {}
    try:
        with watching(asset.pk) as progress:
            if drawing.waits(asset):
                drawing.draw(asset, progress)
                return  # the picture that it has now is packaged next
            path = _original(asset)
            info = packaging.probe(path, asset.original_name)
            result["info"] = info.model_dump(mode="json")
            result["info"] = faces.added(info, path, asset, progress).model_dump(mode="json")
            record, warnings = packaging.package(
                path,
                content_store(),
                name=asset.original_name,
                kind=asset.wanted_kind,
                projection=asset.wanted_projection,
                stereo=asset.wanted_stereo,
                language=asset.language,
                blur=asset.blur,
                poster_at=asset.poster_at if info.kind == "video" else None,
                progress=progress,
            )
    except Cancelled:
        result |= _CANCELLED
    except Exception as error:
        code, values = explain(error, asset.original_name)
        result |= {"state": State.REFUSED if isinstance(error, Refused) else State.FAILED}
        result |= {"message_code": code, "message_values": values}
    except BaseException:  # the worker is told to stop: no fault of the file
        MediaAsset.objects.filter(pk=asset.pk).update(attempts=asset.attempts)
        raise
    else:
        result |= {"state": State.READY, "kind": record.kind, "packaged": to_json(record), "packaged_request": request}
        result |= {"message_code": "", "message_values": {}}
        result["info"]["warnings"] = warnings
        for captions in AssetCaptions.objects.filter(asset=asset).exclude(handled_digest=""):
            _package_captions(captions, _lasts(result["packaged"]))  # whether they fit is known only now
    _finish(asset.pk, request, result)


def _finish(asset_id: int, request: str, result: dict[str, Any]) -> None:
    """Write the result, unless the file was replaced meanwhile. ``durable`` fails loudly when somebody packages inside a
    transaction: an encode of ten minutes would lock the whole database."""
    with transaction.atomic(durable=True):
        asset = MediaAsset.objects.select_for_update().filter(pk=asset_id).first()
        if asset is None or asset.request != request:
            return
        fields = {**result, "handled_request": request, **_AT_REST}
        for name, value in fields.items():
            setattr(asset, name, value)
        asset.save(update_fields=list(fields))
    if result["state"] == State.READY:
        _tidy(asset)
        asset_packaged.send(sender=MediaAsset, asset_id=asset_id)


def _lasts(record: dict[str, Any] | None) -> int | None:
    """How long a packaged film or sound lasts, ms; None for anything else, and before it is packaged."""
    return (record or {}).get("duration_ms")


def _package_captions(captions: AssetCaptions, lasts_ms: int | None) -> None:
    result: dict[str, Any] = {"handled_digest": captions.digest, "message_code": "", "message_values": {}}
    try:
        path = Path(captions.file.path)
        if not path.is_file():
            raise FileNotFoundError(path)
        packaged, warnings = packaging.captions(path, captions.language, content_store(), lasts_ms)
        result |= {"packaged": to_json(packaged), "warnings": warnings}
    except Exception as error:
        code, values = explain(error, captions.original_name)
        result |= {"message_code": code, "message_values": values}  # the captions before stay in use
    AssetCaptions.objects.filter(pk=captions.pk, digest=captions.digest).update(**result)


def explain(error: Exception, name: str) -> tuple[str, dict[str, Any]]:
    """Which sentence an error has for an editor: (code, values). What is our fault is logged with its traceback."""
    if isinstance(error, Refused):
        return error.code, {key: value for key, value in error.values.items() if key != "name"}
    if isinstance(error, ToolMissing):
        logger.error("packaging %s: %s", name, error)
        return "tool_missing", {"detail": str(error)}
    if isinstance(error, SceneGone):
        return "scene_gone", {}
    if isinstance(error, FileNotFoundError) and not isinstance(error, MissingBlob):
        logger.exception("packaging %s: its original is not there", name)
        return "original_missing", {}
    logger.exception("packaging %s failed", name)
    if isinstance(error, OSError):
        return "disk", {"detail": error.strerror or type(error).__name__}
    return "unexpected", {}


def _original(asset: MediaAsset) -> Path:
    path = Path(asset.original.path)
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def _tidy(asset: MediaAsset) -> None:
    """Remove earlier originals of this asset; they were kept until their successor was whole."""
    current = Path(asset.original.path)
    for other in current.parent.iterdir():
        if other != current:
            other.unlink(missing_ok=True)
