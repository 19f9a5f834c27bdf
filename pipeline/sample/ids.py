"""Ids such as `k3x07qpa`: all different, in no visible order."""

from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.sample.arrays import Codes, Ints
from pipeline.sample.tables import Made

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
PAIRS = tuple(first + second for first in SIGNS for second in SIGNS)
PAIRS_OF_AN_ID = 4
IDS = len(PAIRS) ** PAIRS_OF_AN_ID
# Shares no factor with IDS, so every number gets an id of its own.
STRIDE = 1_299_709_001


class Series(IntEnum):
    """What has ids: the same number in two series has two ids."""

    TICKET = 0
    HISTORY = 1
    GROUP = 2
    CALL = 3


def scattered_ids(series: Series, numbers: Ints | Codes) -> Any:
    """The ids of whole numbers, as an Arrow array. The same number always has the same."""
    pairs = pa.array(PAIRS)
    rest = ((numbers.astype(np.int64) * len(Series) + series) * STRIDE) % IDS
    pieces = []
    for _ in range(PAIRS_OF_AN_ID):
        pieces.append(pairs.take(pa.array(rest % len(PAIRS))))
        rest //= len(PAIRS)
    return pc.binary_join_element_wise(*pieces, "")


def made_ids(series: Series, numbers: Ints | Codes) -> Made:
    """A column of them."""
    return Made(partial(scattered_ids, series), numbers)
