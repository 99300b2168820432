# SPDX-License-Identifier: MIT
"""What an e-mail address says about a lead (email.h)."""

from __future__ import annotations

from typing import Any, Union

import numpy as np
import numpy.typing as npt

from ._arrays import Array, address
from ._frames import is_missing, pandas_module
from ._library import library
from ._prototypes import i64, u8
from .errors import check

__all__ = ["email_class"]


def email_class(addresses: Union[str, npt.ArrayLike, Any]) -> Any:
    """Class of e-mail addresses: "company", "free", "role", "disposable" or "invalid".

    Parameters
    ----------
    addresses : str, or sequence, array or pandas column of str
        Addresses; what is missing (None, NaN) is "invalid", as is what could hardly be meant (see email.h).

    Returns
    -------
    str, ndarray or Series
        In kind; a pandas column becomes a categorical one.

    Raises
    ------
    TypeError
        An address is neither text nor missing, such as bytes or a number.

    Examples
    --------
    >>> email_class("Ada@GMail.com")
    'free'
    >>> email_class(["info@example.com", "ada@example.com", None]).tolist()
    ['role', 'company', 'invalid']
    """
    names = [library.revops_email_class_name(number).decode() for number in range(1, 6)]
    values = np.asarray(addresses, dtype=object)
    if values.ndim == 0:
        return names[_classes([addresses])[0] - 1]
    classes = _classes(values.reshape(-1))
    if hasattr(addresses, "index") and hasattr(addresses, "iloc"):
        pandas = pandas_module()
        return pandas.Series(
            pandas.Categorical.from_codes((classes - 1).astype(np.int8), names), addresses.index, name="email_class"
        )
    return np.array(names)[classes - 1].reshape(values.shape)


def _bytes(address_text: Any) -> bytes:
    if isinstance(address_text, str):
        return address_text.encode("utf-8", "surrogatepass")
    if not hasattr(address_text, "__len__") and is_missing(address_text):
        return b""
    raise TypeError(f"addresses must be str, or missing (None, NaN), not {type(address_text).__name__}")


def _classes(addresses: Any) -> Array:
    texts = [_bytes(text) for text in addresses]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    classes = np.empty(len(texts), np.uint8)
    check(
        library.revops_email_classify_column(b"".join(texts), address(offsets, i64), len(texts), address(classes, u8)),
        "addresses",
    )
    return classes
