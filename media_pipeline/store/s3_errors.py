"""What an S3 server or boto3 complains of, as the standard library's OSErrors with a sentence."""

from __future__ import annotations

import errno
from typing import Literal

from botocore import exceptions as boto

_ABSENT = {"NoSuchKey", "NotFound", "404"}
_FORBIDDEN = {"AccessDenied", "Forbidden", "403", "SignatureDoesNotMatch", "InvalidAccessKeyId", "ExpiredToken", "InvalidToken"}
_CONDITION = {"PreconditionFailed", "412"}
_CLASH = {"ConditionalRequestConflict", "OperationAborted", "409"}
_NO_CONDITIONS = {"NotImplemented", "501"}
_FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"}


class Refusal(OSError):
    """A condition of ours did not come true. ``why``: "condition" (it does not hold), "clash" (another writes this very moment),
    "no_conditions" (this server knows none)."""

    def __init__(self, why: Literal["condition", "clash", "no_conditions"], name: str) -> None:
        self.why = why
        super().__init__(errno.EAGAIN, "somebody else changed it at this moment; try again", name)


def told(error: Exception, name: str) -> OSError:
    """The OSError that stands for ``error``; ``name`` is the object's or store's address.

    FileNotFoundError absent · PermissionError not allowed or no keys · TimeoutError · ConnectionError not reachable · OSError.
    """
    if isinstance(error, boto.ClientError):
        return _answered(error, name)
    if isinstance(error.__cause__, boto.ClientError):  # the transfer in parts wraps the server's answer
        return _answered(error.__cause__, name)
    if isinstance(error, boto.NoCredentialsError | boto.PartialCredentialsError):
        return PermissionError(errno.EACCES, "no access keys for S3; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", name)
    if isinstance(error, boto.ConnectTimeoutError | boto.ReadTimeoutError):
        return TimeoutError(errno.ETIMEDOUT, "the S3 server did not answer in time; try again later", name)
    if isinstance(error, boto.HTTPClientError | boto.ConnectionError):
        return ConnectionError(errno.ECONNREFUSED, "the S3 server can't be reached; check endpoint_url and the network", name)
    return OSError(errno.EIO, f"S3 failed ({_one_line(error)})", name)


def _answered(error: boto.ClientError, name: str) -> OSError:
    code = str(error.response.get("Error", {}).get("Code", "unknown"))
    if code == "NoSuchBucket":
        return OSError(errno.ENXIO, "there is no such S3 bucket; make it, or correct the address", name)
    if code in _ABSENT:
        return FileNotFoundError(errno.ENOENT, "not in the store", name)
    if code in _FORBIDDEN:
        return PermissionError(
            errno.EACCES, f"the S3 server refused us ({code}); check the access keys and the bucket's policy", name
        )
    if code in _CONDITION:
        return Refusal("condition", name)
    if code in _CLASH:
        return Refusal("clash", name)
    if code in _NO_CONDITIONS:
        return Refusal("no_conditions", name)
    if code in _FULL:
        return OSError(errno.ENOSPC, f"the S3 server has no room left ({code})", name)
    return OSError(errno.EIO, f"the S3 server answered {code} ({_one_line(error)})", name)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
