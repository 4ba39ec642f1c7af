"""Fits the annealing law of arXiv 2408.11029 to the two loss curves in golden/schedules-theory.json with SciPy, from other
starts than Gradus; writes golden/annealing-fits.json."""
import itertools
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.signal import lfilter

PEAK, END, WARMUP, UPDATES, DECAY_FROM = 3e-4, 3e-5, 2160, 24000, 20000
HUBER = 1e-3
GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"


def rates():
    """Both schedules with the warm-up at the peak."""
    t = np.arange(UPDATES)
    cosine = END + (PEAK - END) * (1 + np.cos(np.pi * (t - WARMUP) / (UPDATES - WARMUP))) / 2
    decay = np.clip((t - DECAY_FROM) / (UPDATES - DECAY_FROM), 0, 1)
    return {"cosine_24000": np.where(t < WARMUP, PEAK, cosine), "wsd_20000_24000": PEAK ** (1 - decay) * END ** decay}


def areas(eta, lam):
    drops = np.concatenate([[0], eta[:-1] - eta[1:]])
    return np.cumsum(eta), np.cumsum(lfilter([1], [1, -lam], drops))


def predict(x, s1, s2, lam):
    """x = L0, ln A, C/(1 - lam) in thousands, alpha: numbers of the same order."""
    return x[0] + np.exp(x[1]) * s1 ** -x[3] - x[2] * 1000 * (1 - lam) * s2


def fit(points, lam):
    s1, s2, losses = (np.concatenate(part) for part in zip(*points))

    def objective(x):
        predicted = predict(x, s1, s2, lam)
        if np.min(predicted) <= 0:
            return np.inf
        error = np.abs(np.log(losses) - np.log(predicted))
        return np.sum(np.where(error < HUBER, error ** 2 / 2, HUBER * (error - HUBER / 2)))

    best = None
    for l0, c, alpha in itertools.product((2, 2.9), (0, 0.4), (0.4, 1)):
        found = minimize(objective, [l0, -0.5, c, alpha], method="Nelder-Mead")
        for _ in range(20):
            found = minimize(objective, found.x, method="Nelder-Mead",
                             options={"xatol": 1e-12, "fatol": 1e-17, "maxfev": 20000, "maxiter": 20000})
        if best is None or found.fun < best.fun:
            best = found
    return best


def row(train, lam, curves, eta):
    def points(name):
        s1, s2 = areas(eta[name], lam)
        steps, losses = (np.array(curves[name][key]) for key in ("step", "loss"))
        return s1[steps], s2[steps], losses

    found = fit([points(name) for name in train], lam)
    x = found.x
    mae = {}
    for name in eta:
        s1, s2, losses = points(name)
        mae[name] = float(np.mean(np.abs(losses - predict(x, s1, s2, lam))))
    params = {"L0": x[0], "A": np.exp(x[1]), "C": x[2] * 1000 * (1 - lam), "alpha": x[3], "obj": found.fun}
    return {"train": train, "lam": lam, "params": {key: float(value) for key, value in params.items()}, "mae": mae}


if __name__ == "__main__":
    curves = json.loads((GOLDEN / "schedules-theory.json").read_text())["loss_curves_100M"]
    eta = rates()
    trains = [["cosine_24000"], ["wsd_20000_24000"], list(eta)]
    rows = [row(train, lam, curves, eta) for train in trains for lam in (0.99, 0.999, 0.9995)]
    text = json.dumps({"objective": "sum Huber_1e-3(ln L - ln Lhat)", "rows": rows}, indent=1)
    (GOLDEN / "annealing-fits.json").write_text(text + "\n")
