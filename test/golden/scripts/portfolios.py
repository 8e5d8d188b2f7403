"""Writes test/golden/portfolios.json: shrunk covariances by scikit-learn, portfolios from them by SciPy.

pip install numpy scipy scikit-learn==1.9.1; python test/golden/scripts/portfolios.py
"""
import json
import pathlib
from importlib.metadata import version

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.optimize import minimize
from sklearn.covariance import LedoitWolf


def flat(a):
    return [float(v) for v in np.asarray(a).reshape(-1)]


def on_simplex(f, gradient, n):
    best = minimize(f, np.full(n, 1 / n), jac=gradient, method="trust-constr", bounds=[(0, 1)] * n,
                    constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)},
                    options={"gtol": 1e-13, "xtol": 1e-14, "barrier_tol": 1e-13, "maxiter": 20000})
    return best.x


def hrp(cov):
    n = len(cov)
    sd = np.sqrt(np.diag(cov))
    rho = cov / np.outer(sd, sd)
    apart = np.sqrt(np.maximum(0, (1 - rho) / 2))
    np.fill_diagonal(apart, 0)
    trees = {i: [i] for i in range(n)}
    for k, (a, b, _, _) in enumerate(linkage(apart, "single")):
        pair = sorted((trees.pop(int(a)), trees.pop(int(b))), key=lambda leaves: min(cov[i, i] for i in leaves))
        trees[n + k] = pair[0] + pair[1]
    w = np.ones(n)

    def variance(leaves):
        block = cov[np.ix_(leaves, leaves)]
        v = 1 / np.diag(block)
        v /= v.sum()
        return v @ block @ v

    runs = [next(iter(trees.values()))]
    while runs:
        run = runs.pop()
        if len(run) < 2:
            continue
        left, right = run[: len(run) // 2], run[len(run) // 2:]
        share = 1 - variance(left) / (variance(left) + variance(right))
        w[left] *= share
        w[right] *= 1 - share
        runs += [left, right]
    return w


cases = []
for days, n, seed in [(120, 5, 1), (60, 8, 2), (12, 20, 3)]:
    rng = np.random.default_rng(seed)
    common = rng.normal(0, 0.01, (days, 1))
    scale = rng.uniform(0.004, 0.02, n)
    returns = np.round(0.0005 * rng.standard_normal(n) + common * rng.uniform(0.3, 1.5, n) + scale * rng.standard_normal((days, n)), 6)
    fitted = LedoitWolf().fit(returns)
    cov, mean = fitted.covariance_ * 1e4, returns.mean(0)
    inverse = np.linalg.inv(fitted.covariance_)
    ones = np.ones(n)
    common_mean = ones @ inverse @ mean / (ones @ inverse @ ones)
    apart = mean - common_mean
    share = (n + 2) / (n + 2 + days * apart @ inverse @ apart)
    shrunk = ((1 - share) * mean + share * common_mean) * 1e4
    # In logarithms of the weights the problem has no bounds.
    risk = lambda z: np.exp(z) * (cov @ np.exp(z))
    parity = np.exp(minimize(lambda z: risk(z).sum() / 2 - z.sum(), -np.log(np.diag(cov)) / 2, jac=lambda z: risk(z) - 1,
                             hess=lambda z: np.outer(np.exp(z), np.exp(z)) * cov + np.diag(risk(z)),
                             method="trust-exact", options={"gtol": 1e-12}).x)
    cases.append(dict(
        days=days, assets=n, relatives=flat(1 + returns), shrinkage=float(fitted.shrinkage_), covariance=flat(fitted.covariance_),
        minimumVariance=flat(on_simplex(lambda w: w @ cov @ w / 2, lambda w: cov @ w, n)),
        meanVariance=flat(on_simplex(lambda w: 5 * w @ cov @ w / 2 - shrunk @ w, lambda w: 5 * cov @ w - shrunk, n)),
        riskParity=flat(parity / parity.sum()), hierarchicalRiskParity=flat(hrp(fitted.covariance_))))

target = pathlib.Path(__file__).parents[1] / "portfolios.json"
source = f"scikit-learn {version('scikit-learn')} (LedoitWolf), SciPy {version('scipy')} (trust-constr, trust-exact, linkage)"
target.write_text(json.dumps(dict(source=source, riskAversion=5, cases=cases)) + "\n")
