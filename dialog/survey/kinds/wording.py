"""Whether two questions read alike: a hash of all that a respondent reads. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from dialog.survey.kinds.known import Definition


def wording_of(question: Definition) -> str:
    """Return a hash (64 hexadecimal digits) of all that a respondent reads, and of who is asked.

    Two questions of different waves may be compared when it is the same. What only we read (a feeling given to the
    remarks, whether words become remarks) is left out.
    """
    options = {k: v for k, v in (question.options or {}).items() if k not in ("feeling", "is_remark") and v}
    read = [question.kind, _said(question.text), _said(question.hint), _said(options), question.condition or None]
    text = json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _said(value: Any) -> Any:
    """Leave out what is empty, so that {"sv": "Ja", "en": ""} and {"sv": "Ja"} read alike."""
    if isinstance(value, Mapping):
        return {k: said for k, v in value.items() if (said := _said(v)) not in ("", None, {}, False)}
    if isinstance(value, list):
        return [_said(v) for v in value]
    return value.strip() if isinstance(value, str) else value
