"""Writes test/golden/statistics.json: Diebold-Mariano tests by the package dieboldmariano, block lengths by the package arch.

pip install dieboldmariano==1.1.0 arch==8.0.0; python test/golden/scripts/statistics.py
"""
import json
import pathlib
from importlib.metadata import version

import numpy as np
from arch.bootstrap import optimal_block_length
from dieboldmariano import dm_test


def series(n, phi, seed):
    rng = np.random.default_rng(seed)
    x = np.zeros(n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + rng.standard_normal()
    return [round(float(v), 6) for v in x]


tests = []
for n, h, seed in [(20, 1, 1), (60, 1, 2), (60, 3, 3), (250, 5, 4)]:
    rng = np.random.default_rng(seed)
    truth = series(n, 0.5, seed)
    a = [round(float(t + e), 6) for t, e in zip(truth, rng.normal(0, 1, n))]
    b = [round(float(t + e), 6) for t, e in zip(truth, rng.normal(0.2, 1.2, n))]
    outcomes = []
    for harvey in (True, False):
        for power in (2, 1):
            for weights, estimator in (("rectangular", "acf"), ("bartlett", "bartlett")):
                statistic, p = dm_test(
                    truth, a, b, h=h, loss=lambda u, v: abs(u - v) ** power, harvey_correction=harvey, variance_estimator=estimator
                )
                outcomes.append(dict(harvey=harvey, power=power, weights=weights, statistic=statistic, p=p))
    tests.append(dict(horizon=h, truth=truth, a=a, b=b, outcomes=outcomes))
blocks = []
# In the two short series an autocorrelation lies close to its bound, so that its exact scaling decides.
for n, phi, seed in [(20, 0.5, 159), (30, 0.5, 86), (60, 0.0, 5), (60, 0.6, 6), (300, 0.3, 7), (300, 0.9, 8), (1000, -0.4, 9)]:
    x = series(n, phi, seed)
    found = optimal_block_length(np.array(x)).iloc[0]
    blocks.append(dict(x=x, stationary=float(found["stationary"]), circular=float(found["circular"])))
out = dict(
    about="Diebold-Mariano tests and automatic block lengths on simulated autoregressions",
    source=f"dieboldmariano {version('dieboldmariano')}, arch {version('arch')}",
    dieboldMariano=tests,
    blockLength=blocks,
)
path = pathlib.Path(__file__).parent.parent / "statistics.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
