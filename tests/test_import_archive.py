"""Zip archives are counted before they are unpacked, and refused in a sentence."""

import io
import zipfile

import pytest

from meetings.importers.archive import unpack
from meetings.importers.source import Unreadable
from tests.test_import_plain import MINUTES


def archive(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "/").replace("_", "."), content)
    return packed.getvalue()


def bomb():
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped,
        zipped.open("big.txt", "w") as file,
    ):
        for _megabyte in range(60):
            file.write(b"\0" * 1024 * 1024)
    return packed.getvalue()


def outside():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("../../etc/x.txt", b"hi")
    return packed.getvalue()


def flipped():
    packed = bytearray(archive(march_txt=MINUTES * 20))
    packed[60] ^= 0xFF
    return bytes(packed)


BAD_ARCHIVES = {
    "a flipped byte": (flipped(), "damaged or locked"),
    "a way out": (outside(), "points outside"),
    "damaged": (b"PK\x03\x04 and no more", "damaged or locked"),
    "nothing to read": (archive(picture_png=b"x"), "has no .txt, .md, .wiki or .eml file"),
    "a bomb": (bomb(), "more than 50 MB"),
    "too many": (archive(**{f"f{n}_txt": b"x" for n in range(1001)}), "1,001 files"),
}


@pytest.mark.parametrize("what", BAD_ARCHIVES)
def test_a_bad_archive_is_refused_in_a_sentence(what):
    content, sentence = BAD_ARCHIVES[what]
    with pytest.raises(Unreadable) as refused:
        unpack(content)
    assert sentence in str(refused.value)
