"""PyTorch's training step of mnist-mlp on the CPU, in samples a second.

usage: pytorch_mlp.py [--threads N] [--warmup S] [--seconds S] [mlp-step:BATCH ...]

784-256-128-10 with ReLU and dropout, softmax cross-entropy, fused AdamW (the fastest that PyTorch
has on a CPU), eager mode, on a batch that lies in memory. A step ends with reading the loss. Prints
a line for each batch size: name, value and unit, separated by tabs.
"""
import torch
from torch import nn

from measure import arguments, median_seconds


def step_for(batch):
    images, labels = torch.rand(batch, 784), torch.randint(0, 10, (batch,))
    model = nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(128, 10))
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def main():
    options = arguments(__doc__, ["mlp-step:128"])
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for workload in options.workloads:
        batch = int(workload.removeprefix("mlp-step:"))
        seconds = median_seconds(step_for(batch), options)
        print(f"{workload}\t{batch / seconds:.4f}\tsamples/s", flush=True)


main()
