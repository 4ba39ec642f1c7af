"""Adapters by Hugging Face PEFT itself, for PeftAdapterTest, and a check that PEFT loads adapters of Gradus.

    python peft_adapters.py write ../resources/peft    small adapters, each with the weight updates that PEFT computes
    python peft_adapters.py check FOLDER...            loads adapters and compares with expected.json beside each

Written with Python 3.11, peft 0.21.0, torch 2.14.1 and safetensors 0.8.0.
"""
import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = torch.nn.Linear(6, 5)
        self.out = torch.nn.Linear(5, 4)


class Model(torch.nn.Module):
    """Paths that end alike, so that patterns must choose."""

    def __init__(self):
        super().__init__()
        self.proj = torch.nn.Linear(3, 6)
        self.blocks = torch.nn.ModuleList([Block(), Block()])


CASES = {
    "plain": dict(r=2, lora_alpha=6, target_modules=["proj", "out"]),
    "patterns": dict(r=2, lora_alpha=4, use_rslora=True, target_modules=["proj", "blocks.1.out"],
                     rank_pattern={"blocks.0.proj": 3, "^proj": 1}, alpha_pattern={"blocks.*proj": 10}),
}


def updates(model):
    """What PEFT adds to each weight, in float64 from the factors as stored."""
    found = {}
    for name, module in model.base_model.model.named_modules():
        if hasattr(module, "lora_A"):
            a = module.lora_A["default"].weight.double()
            b = module.lora_B["default"].weight.double()
            found[name] = (module.scaling["default"] * b @ a).tolist()
    return found


def write(root):
    for case, dtype in [("plain", torch.float32), ("plain", torch.float16), ("patterns", torch.bfloat16)]:
        torch.manual_seed(7)
        model = get_peft_model(Model(), LoraConfig(init_lora_weights=False, **CASES[case])).to(dtype)
        folder = root / f"{case}-{str(dtype).removeprefix('torch.')}"
        model.save_pretrained(folder)
        (folder / "README.md").unlink()
        (folder / "expected.json").write_text(json.dumps(updates(model)))
    # The state dict as it is inside a model, with the adapter's name, which PEFT takes out when it saves.
    torch.manual_seed(7)
    model = get_peft_model(Model(), LoraConfig(init_lora_weights=False, **CASES["plain"]))
    folder = root / "named"
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    save_file({k: v.contiguous() for k, v in model.state_dict().items() if "lora_" in k}, folder / "adapter_model.safetensors")
    (folder / "expected.json").write_text(json.dumps(updates(model)))


def check(folder):
    model = PeftModel.from_pretrained(Model().double(), folder, autocast_adapter_dtype=False)
    expected = json.loads((folder / "expected.json").read_text())
    got = updates(model)
    assert got.keys() == expected.keys(), (got.keys(), expected.keys())
    worst = max((torch.tensor(got[k]) - torch.tensor(expected[k])).abs().max().item() for k in got)
    print(f"{folder}: {len(got)} modules, largest difference {worst:.2e}")
    assert worst < 1e-6


if __name__ == "__main__":
    command, *folders = sys.argv[1:]
    for each in map(Path, folders):
        write(each) if command == "write" else check(each)
