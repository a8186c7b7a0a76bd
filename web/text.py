"""Names as people look for them: in small letters, without accents, so that "sian" finds Siân."""

import re
import unicodedata

WORD = re.compile(r"\w+")


def folded(*texts: str) -> str:
    """The words of these texts in small letters and without accents, one space between."""
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return " ".join(WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))
