"""Recorded engine_types.safetensors and other_types.safetensors with torch 2.13.0 and safetensors 0.8.0.

Run in this folder: python3 record_safetensors.py
"""

import torch
from safetensors.torch import save_file

engine_types = {
    "fc1.weight": torch.tensor([[0.5, -1.0, 3.0e38], [1e-45, float("inf"), -0.0]]),
    "fc1.bias": torch.tensor([1.5, -2.25]),
    "double": torch.tensor([0.1, -1e300], dtype=torch.float64),
    "labels": torch.tensor([3, -7, 2147483647], dtype=torch.int32),
    "scalar": torch.tensor(42.0),
    "empty": torch.zeros(0, 3),
}
save_file(engine_types, "engine_types.safetensors", metadata={"format": "pt"})

other_types = {
    "f16": torch.tensor([1.0, -0.5, 65504.0, 2**-24, float("inf"), -0.0], dtype=torch.float16),
    "bf16": torch.tensor([1.0, -3.140625, 3.3895313892515355e38, float("-inf")], dtype=torch.bfloat16),
    "i64": torch.tensor([0, -(2**31), 2**31 - 1]),
    "i64_wide": torch.tensor([1, 2**31]),
    "i16": torch.tensor([-32768, 32767], dtype=torch.int16),
    "i8": torch.tensor([-128, 127], dtype=torch.int8),
    "u8": torch.tensor([0, 255], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "u16": torch.tensor([0, 65535], dtype=torch.uint16),
    "u32": torch.tensor([0, 2**31 - 1], dtype=torch.uint32),
    "u64": torch.tensor([5], dtype=torch.uint64),
}
save_file(other_types, "other_types.safetensors")
