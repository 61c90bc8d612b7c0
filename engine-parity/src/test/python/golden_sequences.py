"""Recurrent layers on sequences of several lengths, from given states: what PyTorch's packed sequences
give, and the gradients. Bidirectional, of two layers.
"""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import write

STEPS, WIDTH, HIDDEN, LENGTHS = 5, 3, 4, (5, 1, 3)
KINDS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def drawn(generator, *shape):
    return torch.randn(*shape, generator=generator, dtype=torch.float64).float().double()


def record():
    tensors = {"lengths": torch.tensor(LENGTHS, dtype=torch.int32)}
    for name, kind in KINDS.items():
        generator = torch.Generator().manual_seed(21)
        layer = kind(WIDTH, HIDDEN, num_layers=2, bidirectional=True).double()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.copy_(0.5 * drawn(generator, *parameter.shape))
        x = drawn(generator, STEPS, len(LENGTHS), WIDTH).requires_grad_()
        count = 2 if name == "lstm" else 1
        states = [drawn(generator, 4, len(LENGTHS), HIDDEN).requires_grad_() for _ in range(count)]
        packed = pack_padded_sequence(x, torch.tensor(LENGTHS), enforce_sorted=False)
        output, final = layer(packed, tuple(states) if count == 2 else states[0])
        output, _ = pad_packed_sequence(output, total_length=STEPS)
        results = [output, *final] if count == 2 else [output, final]
        upstream = [drawn(generator, *result.shape) for result in results]
        inputs = {"x": x} | {f"state{i}": s for i, s in enumerate(states)}
        inputs |= {"parameter." + key: p for key, p in layer.named_parameters()}
        gradients = torch.autograd.grad(results, list(inputs.values()), upstream)
        tensors |= {f"{name}.{key}": value.detach() for key, value in inputs.items()}
        tensors |= {f"{name}.upstream{i}": u for i, u in enumerate(upstream)}
        tensors |= {f"{name}.result{i}": r.detach() for i, r in enumerate(results)}
        tensors |= {f"{name}.gradient.{key}": g for key, g in zip(inputs, gradients)}
    write("sequences", tensors)


if __name__ == "__main__":
    torch.set_num_threads(1)
    record()
