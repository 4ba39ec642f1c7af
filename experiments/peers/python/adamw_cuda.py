"""AdamW of PyTorch on an NVIDIA card, in the cases of `./gradus bench --cuda`: nanoseconds a step, one JSON object a line.

Needs torch with CUDA. Usage: python adamw_cuda.py
"""
import json
import statistics
import sys
import time

CASES = [(1, 100_000), (1, 1_000_000), (1, 10_000_000), (1, 100_000_000), (1_000, 1_000), (1, 1_000_000_000)]
ROUNDS = 15
BLOCK_SECONDS = 0.025


def nanos(torch, tensors, elements, **kind):
    """The median of blocks of steps; as in Gradus's figures each step is waited for."""
    parameters = [torch.zeros(elements, device="cuda", requires_grad=True) for _ in range(tensors)]
    for p in parameters:
        p.grad = torch.zeros_like(p)
    optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01, **kind)

    def steps(count):
        start = time.perf_counter()
        for _ in range(count):
            optimizer.step()
            torch.cuda.synchronize()
        return (time.perf_counter() - start) / count

    steps(10)
    count = max(2, int(BLOCK_SECONDS / steps(5)))
    return 1e9 * statistics.median(steps(count) for _ in range(ROUNDS))


def main():
    try:
        import torch
    except ImportError:
        sys.exit("adamw_cuda.py: PyTorch is not installed; pip install torch")
    if not torch.cuda.is_available():
        sys.exit("adamw_cuda.py: PyTorch sees no NVIDIA card; run it where nvidia-smi names one")
    print(json.dumps({"card": torch.cuda.get_device_name(0), "torch": torch.__version__}))
    for tensors, elements in CASES:
        for name, kind in (("fused", {"fused": True}), ("foreach", {"foreach": True})):
            row = {"case": f"{tensors:,} x {elements:,}", "peer": name}
            try:
                row["nsPerStep"] = nanos(torch, tensors, elements, **kind)
            except torch.cuda.OutOfMemoryError:
                row["leftOut"] = "the card is too small"
            torch.cuda.empty_cache()
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
