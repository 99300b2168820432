# SPDX-License-Identifier: MIT
"""What an e-mail address says about a lead (email.h)."""

from __future__ import annotations

from typing import Any, Union

import numpy as np
import numpy.typing as npt

from ._arrays import Array, address
from ._frames import pandas_module
from ._library import library
from ._prototypes import i64, u8
from .errors import check

__all__ = ["email_class"]


def email_class(addresses: Union[str, npt.ArrayLike, Any]) -> Any:
    """Class of e-mail addresses: "company", "free", "role", "disposable" or "invalid".

    Parameters
    ----------
    addresses : str, or sequence, array or pandas column of str
        Addresses; what is missing (None, NaN) is "invalid".

    Returns
    -------
    str, ndarray or Series
        In kind; a pandas column becomes a categorical one.

    Examples
    --------
    >>> email_class("Ada@GMail.com")
    'free'
    >>> email_class(["info@example.com", "ada@example.com", None]).tolist()
    ['role', 'company', 'invalid']
    """
    names = [library.revops_email_class_name(number).decode() for number in range(1, 6)]
    if isinstance(addresses, str):
        return names[_classes([addresses])[0] - 1]
    values = np.asarray(addresses, dtype=object)
    classes = _classes(values.reshape(-1))
    if hasattr(addresses, "index") and hasattr(addresses, "iloc"):
        pandas = pandas_module()
        return pandas.Series(
            pandas.Categorical.from_codes((classes - 1).astype(np.int8), names), addresses.index, name="email_class"
        )
    return np.array(names)[classes - 1].reshape(values.shape)


def _classes(addresses: Any) -> Array:
    texts = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b"" for text in addresses]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    classes = np.empty(len(texts), np.uint8)
    check(
        library.revops_email_classify_column(b"".join(texts), address(offsets, i64), len(texts), address(classes, u8)),
        "addresses",
    )
    return classes
