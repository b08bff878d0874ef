"""A child reads what it was given, writes into its folder, and reaches no other file, by whatever name."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.processes.places import PACKAGE
from tests.media_pipeline.sandbox.conftest import Attempt


def test_its_own_folder_is_its_own(attempt: Attempt, tmp_path: Path) -> None:
    done = attempt("""
        os.makedirs("a/b")
        open("a/b/one", "w").write("two")
        os.rename("a/b/one", "a/two")  # from one folder to another
        os.truncate(os.open("a/two", os.O_WRONLY), 1)
        os.rmdir("a/b")
        print(os.listdir("a"), open("a/two").read())
        os.remove("a/two")
    """)
    assert (done.stdout, done.stderr) == ("['two'] t\n", "")
    assert not list((tmp_path / "work" / "a").iterdir())


READ = """
    path = sys.argv[1]
    attempt(open, path)
    attempt(os.open, path, os.O_RDWR)
    os.chdir(os.path.dirname(path))
    attempt(open, os.path.basename(path))
    attempt(open, "/proc/self/root" + path)
"""


def test_a_file_beside_its_folder_can_not_be_read(attempt: Attempt, secret: Path) -> None:
    assert attempt(READ, str(secret)).stdout == "EACCES\n" * 4


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/1/cmdline", "/etc/hosts", "/proc/self/environ", "/proc/net/tcp"])
def test_what_the_machine_knows_is_not_told(path: str, attempt: Attempt) -> None:
    assert attempt("attempt(open, sys.argv[1])", path).stdout == "EACCES\n"


def test_what_its_parent_knows_is_not_told(attempt: Attempt) -> None:
    code = "[attempt(open, f'/proc/{os.getppid()}/{name}', 'rb') for name in ('environ', 'mem', 'maps', 'cmdline')]"
    assert attempt(code).stdout == "EACCES\n" * 4


def test_of_the_project_it_sees_the_code_of_the_pipeline_only(attempt: Attempt) -> None:
    root = PACKAGE.parent
    code = "attempt(os.listdir, sys.argv[1]); attempt(open, sys.argv[1] + '/manage.py'); print(len(os.listdir(sys.argv[2])) > 5)"
    assert attempt(code, str(root), str(PACKAGE)).stdout == "EACCES\nEACCES\nTrue\n"


def test_folders_beside_its_own_can_not_be_listed(attempt: Attempt, tmp_path: Path) -> None:
    assert attempt("attempt(os.listdir, '..'); attempt(os.listdir, '/tmp'); attempt(os.listdir, '/')").stdout == "EACCES\n" * 3


def test_its_input_can_be_read_and_not_changed(attempt: Attempt, secret: Path) -> None:
    code = """
        path = sys.argv[1]
        print(open(path).read())
        attempt(os.open, path, os.O_WRONLY)
        attempt(os.open, path, os.O_RDONLY | os.O_TRUNC)
        attempt(os.remove, path)
        attempt(os.rename, path, "mine")
        attempt(os.chmod, path, 0o777)
        attempt(os.utime, path)
        attempt(os.truncate, path, 0)
    """
    done = attempt(code, str(secret), readable=[secret])
    told, *errors = done.stdout.splitlines()
    assert told == "do not tell"
    assert errors == ["EACCES", "EPERM", "EACCES", "EACCES", "EPERM", "EPERM", "EPERM"]
    assert (secret.read_text(), secret.stat().st_mode & 0o777, secret.stat().st_mtime) == ("do not tell", 0o666, 1)


def test_an_input_may_be_a_folder_or_where_a_link_leads(attempt: Attempt, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "one").write_text("1")
    (tmp_path / "work" / "link").symlink_to(tmp_path / "given" / "one")
    code = "print(open('link').read(), os.listdir(sys.argv[1]))"
    assert attempt(code, str(tmp_path / "given"), readable=[tmp_path / "given"]).stdout == "1 ['one']\n"
    assert attempt("print(open('link').read())", readable=[tmp_path / "work" / "link"]).stdout == "1\n"
    assert attempt("attempt(open, 'link')").stdout == "EACCES\n"


def test_nothing_is_written_outside(attempt: Attempt, secret: Path) -> None:
    beside = secret.parent
    before = sorted(beside.iterdir())
    code = """
        beside = sys.argv[1]
        attempt(open, beside + "/new", "w")
        attempt(open, beside + "/secret", "a")
        attempt(os.mkdir, beside + "/folder")
        attempt(os.remove, beside + "/secret")
        attempt(os.chmod, beside + "/secret", 0o777)
        attempt(os.chown, beside + "/secret", 65534, 65534)
        attempt(os.utime, beside + "/secret")
        attempt(os.truncate, beside + "/secret", 0)
        attempt(os.setxattr, beside + "/secret", "user.a", b"b")
        attempt(open, "/tmp/kijkkamer-sandbox", "w")
        attempt(open, "/dev/shm/kijkkamer-sandbox", "w")
    """
    refused = attempt(code, str(beside)).stdout.split()
    assert len(refused) == 11
    assert set(refused) <= {"EACCES", "EPERM"}
    assert sorted(beside.iterdir()) == before
    assert (secret.read_text(), secret.stat().st_mode & 0o777, secret.stat().st_mtime) == ("do not tell", 0o666, 1)


def test_it_leaves_no_link_that_would_lead_its_parent_outside(attempt: Attempt, secret: Path) -> None:
    code = """
        attempt(os.symlink, sys.argv[1], "0.m4s")
        attempt(os.link, sys.argv[1], "1.m4s")
        attempt(os.mkfifo, "2.m4s")
        print(os.listdir("."))
    """
    assert attempt(code, str(secret), readable=[secret]).stdout == "EPERM\nEPERM\nEPERM\n[]\n"


def test_devices_stay_closed(attempt: Attempt) -> None:
    code = """
        for name in ("mem", "kmsg", "tty", "fuse", "net/tun", "ptmx"):
            if os.path.exists("/dev/" + name):
                attempt(os.open, "/dev/" + name, os.O_RDONLY)
        attempt(open, "/dev/null", "w")
        print(len(open("/dev/urandom", "rb").read(8)))
    """
    *devices, null, read = attempt(code).stdout.splitlines()
    assert set(devices) <= {"EACCES"}
    assert null.startswith("done") and read == "8"
