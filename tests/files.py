"""Files as somebody might bring them, good and bad; each is made here, byte by byte."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\xff" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 64
HTML = b"\xef\xbb\xbf\n <!DOCTYPE html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
RELS = b'<Relationships><Relationship Id="r1" Type="%s" Target="%s" %s/></Relationships>'


def package(parts, compression=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(**parts):
    """A Word document with these parts besides what each has; `__` stands for a full stop."""
    named = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document>Quarterly figures</w:document>",
    }
    return package(named | {name.replace("__", "."): text for name, text in parts.items()})


def odt(content=b"<office:text>Figures</office:text>", **parts):
    kind = b"application/vnd.oasis.opendocument.text"
    return package({"mimetype": kind, "content.xml": content} | parts)


def rels(kind, target, mode='TargetMode="External"'):
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return RELS % ((base + kind).encode(), target.encode(), mode.encode())


GOOD = {
    "figures.pdf": (PDF, "application/pdf"),
    "plan.png": (PNG, "image/png"),
    "quay.JPG": (JPEG, "image/jpeg"),
    "quay.jpeg": (JPEG, "image/jpeg"),
    "notes.txt": ("Grüße".encode(), "text/plain; charset=utf-8"),
    "list.csv": (b"name;sum\nAda;5\n", "text/csv; charset=utf-8"),
    "letter.docx": (docx(), None),
    "letter.odt": (odt(), "application/vnd.oasis.opendocument.text"),
    "linked.docx": (
        docx(**{"word/_rels/document.xml.rels": rels("hyperlink", "https://example.org")}),
        None,
    ),
    "linked.odt": (odt(b'<text:a xlink:href="https://example.org">x</text:a>'), None),
}
NOT_A = {
    "html.pdf": (HTML, "The file is not a PDF (it looks like HTML)."),
    "svg.png": (SVG, "The file is not a PNG picture (it looks like SVG)."),
    "svg.pdf": (SVG, "it looks like SVG"),
    "xht.pdf": (b"<?xml version='1.0'?><html/>", "it looks like XML"),
    "pdf.txt": (PDF, "The file is not plain text (it looks like PDF)."),
    "html.csv": (HTML, "The file is not plain text (it looks like HTML)."),
    "program.pdf": (b"MZ\x90\x00", "it looks like a Windows program"),
    "psd.png": (b"8BPS\0\1", "it looks like a Photoshop picture"),
    "fits.png": (b"SIMPLE  =      T", "it looks like FITS"),
    "eps.png": (b"%!PS-Adobe-3.0 EPSF", "it looks like PostScript"),
    "late.pdf": (b"\n" * 99 + PDF, "it looks like something else"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 64, "it looks like an old Office document"),
    "zip.docx": (package({"a.txt": b"x"}), "it looks like a zip archive"),
    "zip.odt": (package({"mimetype": b"application/zip"}), "it looks like a zip archive"),
    "docx.odt": (docx(), "it looks like a zip archive"),
    "cut.docx": (docx()[:-60], "it is damaged"),
    "spoiled.docx": (docx().replace(b"word/document", b"word/documenu", 1), "it is damaged"),
    "wide.txt": ("Minutes".encode("utf-16"), "Save it as UTF-8"),
    "page.html": (HTML, "Files of this kind are not taken."),
    "page.pdf.exe": (PDF, "Files of this kind are not taken."),
    "con": (PDF, None),
    "macros.docm": (docx(), "Files of this kind are not taken."),
    "up.docx": (docx(**{"../../etc/x.xml": b"x"}), "it is damaged"),
    "slim.docx": (
        package({"[Content_Types].xml": b"x" * 99}, zipfile.ZIP_LZMA),
        "it is damaged",
    ),
}
EXTERNAL = "The document contains external references and was refused."
MACROS = "The document contains macros and was refused."
BOMB = "The document unpacks to more than 50 MB."
REFUSED = {
    "declared.docx": (docx(**{"word/x.xml": b"<!DOCTYPE x [<!ENTITY y SYSTEM 'z'>]>"}), EXTERNAL),
    "declared.odt": (odt(b"<!DOCTYPE x>"), EXTERNAL),
    "template.docx": (
        docx(
            **{"word/_rels/settings.xml.rels": rels("attachedTemplate", "https://evil.example/t")}
        ),
        EXTERNAL,
    ),
    "picture.docx": (
        docx(
            **{
                "word/_rels/d.xml.rels": rels(
                    "image", "//evil.example/i", "targetMode = ' external'"
                )
            }
        ),
        EXTERNAL,
    ),
    "hidden.docx": (
        docx(**{"word/_rels/d.xml.rels": rels("image", "x", 'TargetMode="&#69;xternal"')}),
        EXTERNAL,
    ),
    "picture.odt": (odt(b'<draw:image xlink:href="https://evil.example/i.png"/>'), EXTERNAL),
    "share.odt": (odt(b'<text:section-source xlink:href="\\\\host\\x"/>'), EXTERNAL),
    "macros.docx": (docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    "enabled.docx": (docx(**{"x.xml": b"application/vnd.ms-word.macroEnabled"}), MACROS),
    "macros.odt": (odt(**{"Basic/Standard/Module1.xml": b"x"}), MACROS),
    "listener.odt": (odt(b"<script:event-listener/>"), MACROS),
    "bomb.docx": (docx(**{"word/x.xml": b"\0" * (51 * 1024 * 1024)}), BOMB),
    "many.docx": (docx(**{f"part{n}": b"" for n in range(2_001)}), BOMB),
    "crowd.odt": (odt(**{f"part{n}": b"" for n in range(30_000)}), BOMB),
}
