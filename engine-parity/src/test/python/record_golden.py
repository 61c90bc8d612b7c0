"""Records what the conformance tests compare with, from PyTorch 2.13 in float64 on a CPU.

    python3 engine-parity/src/test/python/record_golden.py

writes engine-parity/src/test/resources/golden/*.safetensors and, for the suite that any backend runs,
engine-parity/src/main/resources/io/deltarule/parity/golden/*.safetensors (golden_steps.py). Inputs are
stated or come from seeded generators and are recorded as well, so the tests depend on nothing but the
files.
"""
import torch

import golden_activations
import golden_ctc
import golden_losses
import golden_network
import golden_optimizers
import golden_schedules
import golden_sequences
import golden_steps

if __name__ == "__main__":
    if not torch.__version__.startswith("2.13."):
        raise SystemExit("record with PyTorch 2.13, this is " + torch.__version__)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    golden_activations.record()
    golden_ctc.record()
    golden_losses.record()
    golden_network.record()
    golden_optimizers.record()
    golden_schedules.record()
    golden_sequences.record()
    golden_steps.record()
