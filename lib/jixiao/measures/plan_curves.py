"""The plans of many projects as curves, read at a time each in one step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jixiao.dictionary import DATE
from jixiao.plans import TOLERANCE

NO_SHARES = pd.DataFrame(
    {"project_id": pd.Series(dtype="str"), "date": pd.Series(dtype=DATE)}
    | {name: pd.Series(dtype="float64") for name in ("t", "share", "lower", "upper")}
    | {"interpolated": pd.Series(dtype="bool")}
)


@dataclass(frozen=True)
class Curves:
    """The plans of all projects, one after the other, each from (0, 0) on."""

    times: np.ndarray
    shares: np.ndarray
    starts: np.ndarray  # of each project's plan
    ends: np.ndarray  # its last checkpoint

    @classmethod
    def of(cls, plans: pd.DataFrame) -> Curves:
        """From rows of `stated_plan`, which stand project by project, in time."""
        firsts = np.flatnonzero(~plans["project_id"].duplicated())
        starts = firsts + np.arange(len(firsts))
        ends = np.append(starts[1:], len(plans) + len(firsts))[: len(firsts)] - 1
        times, shares = (np.insert(plans[name].to_numpy(), firsts, 0.0) for name in ("t", "share"))
        return cls(times, shares, starts, ends)

    def at(self, t: np.ndarray) -> pd.DataFrame:
        """Planned share of every project at its own t, its bounds, and whether it is interpolated."""
        if not len(self.starts):
            return NO_SHARES
        last = self.times[self.ends]
        passed = self.times < np.repeat(t - TOLERANCE, self.ends - self.starts + 1)
        after = np.minimum(self.starts + np.add.reduceat(passed, self.starts, dtype=int), self.ends)
        before = np.maximum(after - 1, self.starts)
        own = (np.abs(self.times[after] - t) < TOLERANCE) | (t > last)
        before = np.where(own, after, before)
        run = np.where(before == after, 1.0, self.times[after] - self.times[before])
        rise = self.shares[after] - self.shares[before]
        share = rise / run * (t - self.times[before]) + self.shares[before]
        ends = np.sort([self.shares[before], self.shares[after]], axis=0)
        known = (t >= 0) & (t <= np.ceil(last - TOLERANCE) + TOLERANCE)
        shares = {"share": share, "lower": ends[0], "upper": ends[1]}
        df = pd.DataFrame({name: np.where(known, values, np.nan) for name, values in shares.items()})
        return df.assign(t=t, interpolated=known & ~own)
