"""LoRA-RITE (arXiv 2410.20625, Algorithm 1) as one writes it with PyTorch's tensors, on an NVIDIA card, in the case of
`./gradus bench --cuda`: nanoseconds a step, one JSON object a line. All pairs are one batch, or each goes by itself.

The options are those of Gradus's preset toolkit: moving averages, decays that grow from 0, row mean, eps 1e-6 outside the
root, eigenvalues up to 1e-12 of the largest count as 0. Factors must have full rank. What is r x r is in float64.

Needs torch with CUDA. Usage: python lora_rite_cuda.py
"""
import json
import statistics
import sys
import time

PAIRS, ROWS, COLUMNS, RANK = 200, 4096, 4096, 8
LR, BETA1, BETA2, EPS, CUTOFF = 1e-3, 0.9, 0.999, 1e-6, 1e-12
ROUNDS = 15


class Side:
    """One factor of each pair of a batch: tall, rows x rank."""

    def __init__(self, torch, pairs, rows, scale):
        self.value = torch.randn(pairs, rows, RANK, device="cuda") * scale
        self.gradient = torch.randn(pairs, rows, RANK, device="cuda") * 0.1
        self.moment = torch.zeros_like(self.value)
        self.basis = torch.zeros_like(self.value)
        self.second = torch.zeros(pairs, RANK, RANK, device="cuda", dtype=torch.float64)


def grown(beta, t):
    return beta * (1 - beta ** (t - 1)) / (1 - beta**t)


def step(torch, up, down, t):
    for side in (up, down):
        basis, triangle = torch.linalg.qr(side.value)
        side.turn = (basis.mT @ side.basis).double()
        side.inverse = torch.linalg.inv(triangle.double())
        side.basis = basis
    keep, keep_second = grown(BETA1, t), grown(BETA2, t)
    for side, other in ((up, down), (down, up)):
        g = side.gradient @ other.inverse.float()
        square = (g.mT @ g).double() / g.shape[-2]
        side.second = keep_second * (other.turn @ side.second @ other.turn.mT) + (1 - keep_second) * square
        values, vectors = torch.linalg.eigh(side.second)
        root = 1 / (values.clamp(min=0).sqrt() + EPS)
        root = torch.where(values <= CUTOFF * values[..., -1:], torch.zeros_like(root), root)
        precondition = (vectors * root.unsqueeze(-2)) @ vectors.mT
        side.moment = keep * (side.moment @ other.turn.mT.float()) + (1 - keep) * (g @ precondition.float())
    for side, other in ((up, down), (down, up)):
        side.value -= LR * (side.moment @ other.inverse.mT.float())


def nanos(torch, batches):
    """The median time of one step of all batches, which is waited for."""
    t = 0
    times = []
    for i in range(5 + ROUNDS):
        t += 1
        torch.cuda.synchronize()
        start = time.perf_counter()
        for up, down in batches:
            step(torch, up, down, t)
        torch.cuda.synchronize()
        if i >= 5:
            times.append(time.perf_counter() - start)
    return 1e9 * statistics.median(times)


def main():
    try:
        import torch
    except ImportError:
        sys.exit("lora_rite_cuda.py: PyTorch is not installed; pip install torch")
    if not torch.cuda.is_available():
        sys.exit("lora_rite_cuda.py: PyTorch sees no NVIDIA card; run it where nvidia-smi names one")
    print(json.dumps({"card": torch.cuda.get_device_name(0), "torch": torch.__version__}))
    for name, pairs in (("batched", PAIRS), ("pair by pair", 1)):
        batches = [(Side(torch, pairs, ROWS, ROWS**-0.5), Side(torch, pairs, COLUMNS, COLUMNS**-0.5)) for _ in range(PAIRS // pairs)]
        with torch.no_grad():
            row = {"case": f"{PAIRS} pairs of {ROWS} x {COLUMNS}, rank {RANK}", "peer": name, "nsPerStep": nanos(torch, batches)}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
