"""Connectionist temporal classification: value and gradient by the logits, for each reduction.

Rows: labels without and with a repetition, none at all, as many as steps, and too many for them.
"""
import torch
import torch.nn.functional as F

from golden_file import write

STEPS, CLASSES = 7, 5
INPUT_LENGTHS, TARGET_LENGTHS = (7, 6, 4, 3, 2), (3, 4, 0, 3, 2)
TARGETS = ((1, 2, 4, 1), (3, 3, 1, 1), (1, 1, 1, 1), (4, 1, 3, 2), (3, 3, 3, 3))


def record():
    generator = torch.Generator().manual_seed(31)
    rows = len(TARGETS)
    logits = torch.randn(STEPS, rows, CLASSES, generator=generator, dtype=torch.float64)
    upstream = 0.25 + torch.arange(rows, dtype=torch.float64) / 8
    tensors = {
        "logits": logits,
        "upstream": upstream,
        "targets": torch.tensor(TARGETS, dtype=torch.int32),
        "inputLengths": torch.tensor(INPUT_LENGTHS, dtype=torch.int32),
        "targetLengths": torch.tensor(TARGET_LENGTHS, dtype=torch.int32),
    }
    for blank in (0, 2):
        # With class 2 as the blank, 0 takes its place among the labels.
        targets = torch.tensor(TARGETS)
        targets = torch.where(targets == blank, 0, targets)
        for reduction in ("none", "sum", "mean"):
            x = logits.clone().requires_grad_()
            loss = F.ctc_loss(
                torch.log_softmax(x, -1), targets, torch.tensor(INPUT_LENGTHS),
                torch.tensor(TARGET_LENGTHS), blank=blank, reduction=reduction, zero_infinity=True)
            weight = upstream if reduction == "none" else torch.ones((), dtype=torch.float64)
            (gradient,) = torch.autograd.grad(loss, x, weight)
            tensors[f"{blank}.{reduction}.loss"] = loss
            tensors[f"{blank}.{reduction}.gradient"] = gradient
    write("ctc", tensors)


if __name__ == "__main__":
    torch.set_num_threads(1)
    record()
