"""Writes arrays as safetensors: 8 bytes of header length, a JSON header, the arrays' bytes.

Written out here so that recording needs nothing but PyTorch, and gives the same bytes every time.
"""
import json
import pathlib
import struct

import torch

SOURCES = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = SOURCES / "test" / "resources" / "golden"
TYPES = {torch.float64: "F64", torch.float32: "F32", torch.int32: "I32"}


def write(name, tensors, folder=FOLDER):
    """Writes tensors by name to <name>.safetensors in a folder."""
    header = {"__metadata__": {"recorded_with": "PyTorch " + torch.__version__.split("+")[0]}}
    data = b""
    for key, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        raw = tensor.numpy().astype(tensor.numpy().dtype.newbyteorder("<")).tobytes()
        header[key] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path = folder / (name + ".safetensors")
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    print(f"{path.name}: {len(tensors)} tensors, {8 + len(text) + len(data)} bytes")
