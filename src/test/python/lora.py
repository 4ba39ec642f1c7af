"""Optimizers of LoRA pairs and of matrices, transcribed from their papers in NumPy, float64.

A pair has the factors ``up`` (m x r) and ``down`` (r x n) with dW = scale * up @ down; PEFT calls them lora_B and
lora_A. Gradients are those of the factors by the chain rule, so they carry the scale; no rule below uses the scale in
any other way. Everything is taken at the point before the step, then both factors move at once.

Conventions, where papers, codes or libraries differ:

- Adam's part is PyTorch's: moments start at zero, bias correction 1 - beta^t, eps outside the corrected root; weight
  decay is decoupled and multiplied by the rate of the factor: p <- p - rate * (step + weightDecay * p).
- lora-plus: ``lr`` is the rate of ``down``; that of ``up`` is lr * lrRatio (arXiv 2402.12354: lambda = eta_B / eta_A,
  recommended 2^4). It also scales the decay of ``up``, as parameter groups of AdamW do.
- lora-fa: ``down`` is frozen (it stays the same to the bit, decay does not touch it); ``up`` follows AdamW
  (arXiv 2308.03303, Section 3). The projected gradient of the version in PEFT is not in the paper and not here.
- scaled-gd: G_up (down down^T + damping I)^-1 and (up^T up + damping I)^-1 G_down, times lr (arXiv 2402.02347,
  Algorithm 1). The Gram matrices are of the stored factors, without the scale of the pair.
- scaled-adam: the same two directions are the gradients of Adam (arXiv 2402.02347, Algorithm 2). Both moments are of
  the scaled direction. The authors' code updates the second factor with the Gram matrix of the first one already
  moved; the paper takes both at time t, and so does this.
- shampoo: each array as the matrix that it is stored as. L_0 = eps I, R_0 = eps I, L_t = L_{t-1} + G G^T,
  R_t = R_{t-1} + G^T G (plain sums), step lr * L_t^{-1/4} M_t R_t^{-1/4} (arXiv 1802.09568, Algorithm 1). Momentum
  averages raw gradients, M_t = momentum M_{t-1} + (1 - momentum) G_t from M_0 = 0 without bias correction; the
  statistics see G_t. Statistics grow at every step; the roots are computed anew at t = 1, 1 + every, 1 + 2 every, ...
  from the statistics including that step's gradient, and used until then.
- muon: each array as the matrix that it is stored as. M_t = momentum M_{t-1} + (1 - momentum) G_t from zero; with
  nesterov, U = (1 - momentum) G_t + momentum M_t, else U = M_t. X = U / (||U||_F + 1e-7), transposed where it has more
  rows than columns; ``steps`` times X <- 3.4445 X - 4.7750 (X X^T) X + 2.0315 (X X^T)^2 X. The step is
  lr * max(1, rows / columns)^(1/2) * X, with decay as above (Jordan et al. 2024, the published code, which rounds X to
  bfloat16; here nothing is rounded). ``steps`` = 0 stands for the exact polar factor of U, by the SVD.
"""
import numpy as np

QUINTIC = (3.4445, -4.7750, 2.0315)


def adam(s, g, t, beta1, beta2, eps):
    """Kingma & Ba 2015, Algorithm 1; s holds the two moments."""
    s["m"] = beta1 * s.get("m", 0.0) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0.0) + (1 - beta2) * g * g
    return (s["m"] / (1 - beta1 ** t)) / (np.sqrt(s["v"] / (1 - beta2 ** t)) + eps)


def lora_plus(pair, g, s, t, lr, lrRatio, beta1, beta2, eps, weightDecay):
    rate = {"up": lr * lrRatio, "down": lr}
    return {f: rate[f] * (adam(s[f], g[f], t, beta1, beta2, eps) + weightDecay * pair[f]) for f in pair}


def lora_fa(pair, g, s, t, lr, beta1, beta2, eps, weightDecay):
    return {"up": lr * (adam(s["up"], g["up"], t, beta1, beta2, eps) + weightDecay * pair["up"])}


def riemannian(pair, g, damping):
    """Gradients in the metric of the fixed-rank manifold, arXiv 2402.02347, eq. (3); solved, not inverted."""
    up, down = pair["up"], pair["down"]
    ridge = damping * np.eye(up.shape[1])
    return {"up": np.linalg.solve(down @ down.T + ridge, g["up"].T).T, "down": np.linalg.solve(up.T @ up + ridge, g["down"])}


def scaled_gd(pair, g, s, t, lr, damping):
    return {f: lr * d for f, d in riemannian(pair, g, damping).items()}


def scaled_adam(pair, g, s, t, lr, beta1, beta2, eps, damping, weightDecay):
    scaled = riemannian(pair, g, damping)
    return {f: lr * (adam(s[f], scaled[f], t, beta1, beta2, eps) + weightDecay * pair[f]) for f in pair}


def power(a, p):
    """Of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(a)
    return vectors * values ** p @ vectors.T


def shampoo(p, g, s, t, lr, eps, momentum, every):
    s["L"] = s.get("L", eps * np.eye(p.shape[0])) + g @ g.T
    s["R"] = s.get("R", eps * np.eye(p.shape[1])) + g.T @ g
    s["m"] = momentum * s.get("m", 0.0) + (1 - momentum) * g
    if (t - 1) % every == 0:
        s["roots"] = power(s["L"], -0.25), power(s["R"], -0.25)
    left, right = s["roots"]
    return lr * left @ s["m"] @ right


def orthogonalized(u, steps):
    if steps == 0:
        left, _, right = np.linalg.svd(u, full_matrices=False)
        return left @ right
    if u.shape[0] > u.shape[1]:
        return orthogonalized(u.T, steps).T
    a, b, c = QUINTIC
    x = u / (np.linalg.norm(u) + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


def muon(p, g, s, t, lr, momentum, nesterov, steps, weightDecay):
    s["m"] = momentum * s.get("m", 0.0) + (1 - momentum) * g
    u = (1 - momentum) * g + momentum * s["m"] if nesterov else s["m"]
    return lr * (max(1.0, p.shape[0] / p.shape[1]) ** 0.5 * orthogonalized(u, steps) + weightDecay * p)


PAIRWISE = {"lora-plus": lora_plus, "lora-fa": lora_fa, "scaled-gd": scaled_gd, "scaled-adam": scaled_adam}
MATRIXWISE = {"shampoo": shampoo, "muon": muon}


def stored(pair, layout, names=("up", "down")):
    """The factors as arrays of that layout: in "ABt" down is stored n x r."""
    return {f: pair[f].T if f == "down" and layout == "ABt" else pair[f] for f in names if f in pair}


def chain_rule(pair, scale, weight_gradient):
    return {"up": scale * weight_gradient @ pair["down"].T, "down": scale * pair["up"].T @ weight_gradient}


def run(optimizer, pairs, gradients):
    """The factors of every pair after each step.

    pairs: {name: {"up", "down", "layout", "scale"}} with down stored as the layout says; gradients: one
    {name: m x n gradient of dW} a step.
    """
    options = {k: v for k, v in optimizer.items() if k != "type"}
    now = {q: stored(p, p["layout"]) for q, p in pairs.items()}
    states = {q: {"up": {}, "down": {}} for q in pairs}
    for t, product in enumerate(gradients, 1):
        for q, p in pairs.items():
            g = chain_rule(now[q], p["scale"], product[q])
            if optimizer["type"] in PAIRWISE:
                step = PAIRWISE[optimizer["type"]](now[q], g, states[q], t, **options)
            else:
                rule, layout = MATRIXWISE[optimizer["type"]], p["layout"]
                here, slope = stored(now[q], layout), stored(g, layout)
                step = stored({f: rule(here[f], slope[f], states[q][f], t, **options) for f in here}, layout)
            now[q] = {f: x - step[f] if f in step else x for f, x in now[q].items()}
        yield {q: stored(now[q], p["layout"]) for q, p in pairs.items()}
