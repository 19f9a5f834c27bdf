"""Names for the arrays that the story is made of."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
"""Whole numbers of which there are millions, and none is large."""
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
