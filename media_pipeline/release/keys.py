"""The four signing keys of a content root, Ed25519, in a folder that only its owner reads.

They are made on first use, ``timestamp`` last: while it is absent the making was cut short and is finished; once it is there,
an absent ``root`` means that the root key is kept offline, and it is never made anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner

from media_pipeline.durable import sync_folder
from media_pipeline.errors import PipelineError

ROLES = ("root", "targets", "snapshot", "timestamp")


class KeyProblem(PipelineError):
    """A signing key is absent, can't be read, or is not the one that the root metadata names."""


@dataclass(frozen=True)
class Keys:
    """Signers by role; ``root`` is absent where it is kept offline. ``folder`` is where they lie."""

    signers: Mapping[str, CryptoSigner]
    folder: Path

    def signer(self, role: str) -> CryptoSigner:
        """The signer of a role; KeyProblem where it is not here."""
        if role not in self.signers:
            raise KeyProblem(f"The {role} key is not in {self.folder}; bring {role}.pem back for this.")
        return self.signers[role]


def load(folder: Path | str) -> Keys:
    """The keys in a folder (0700, files 0600), made where this is the first use. KeyProblem where one can't be read."""
    folder = Path(folder)
    if not (folder / "timestamp.pem").exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for role in ROLES:
            make(folder, f"{role}.pem")
    signers = {role: signer for role in ROLES if (signer := read_key(folder / f"{role}.pem")) is not None}
    for role in ROLES[1:]:
        if role not in signers:
            raise KeyProblem(f"{folder} lacks {role}.pem; bring the keys back from their copy.")
    return Keys(signers, folder)


def make(folder: Path, name: str) -> None:
    """Write a new key file, whole and durable, unless one is there: the first of two processes wins, the other takes its key."""
    handle, scratch = tempfile.mkstemp(dir=folder, prefix=".")  # 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(CryptoSigner.generate_ed25519().private_bytes)
            file.flush()
            os.fsync(file.fileno())
        try:
            (folder / name).hardlink_to(scratch)
        except FileExistsError:
            return
    finally:
        Path(scratch).unlink()
    sync_folder(folder)


def read_key(path: Path) -> CryptoSigner | None:
    """The signer in a key file; None where there is no file, KeyProblem where it holds no Ed25519 key."""
    try:
        return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyProblem(f"{path} can't be read ({error.strerror}); check whose file it is.") from None
    except (ValueError, TypeError):
        raise KeyProblem(f"{path} holds no Ed25519 key; bring the keys back from their copy.") from None
