"""Schedules: the learning rates of 50 steps, from torch.optim.lr_scheduler."""
import torch
from torch.optim import lr_scheduler as S

from golden_file import write

STEPS, RATE = 50, 0.3


def warm_up_and_cosine(optimizer):
    """Warm-up over 10 steps, rate (step + 1) / 10, then half a cosine from the rate to 0.01."""
    warm_up = S.LambdaLR(optimizer, lambda step: (step + 1) / 10)
    return S.SequentialLR(
        optimizer, [warm_up, S.CosineAnnealingLR(optimizer, T_max=STEPS - 10, eta_min=0.01)], [10])


SCHEDULES = {
    "constant": lambda o: S.ConstantLR(o, factor=1),
    "step": lambda o: S.StepLR(o, step_size=7, gamma=0.5),
    "exponential": lambda o: S.ExponentialLR(o, gamma=0.9),
    "cosine": lambda o: S.CosineAnnealingLR(o, T_max=STEPS, eta_min=0.01),
    "warmUpAndCosine": warm_up_and_cosine,
    "oneCycle": lambda o: S.OneCycleLR(o, max_lr=RATE, total_steps=STEPS),
    "oneCycle.odd": lambda o: S.OneCycleLR(o, max_lr=RATE, total_steps=57),
}


def rates(schedule, figures=None):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = schedule(optimizer)
    found = []
    for step in range(STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([] if figures is None else [figures[step].item()]))
    return torch.tensor(found)


def record():
    generator = torch.Generator().manual_seed(3)
    falling = 2 * 0.93 ** torch.arange(STEPS) + 0.2 * torch.rand(STEPS, generator=generator)
    falling[20] = torch.inf
    falling[30] = falling[29] * (1 - 5e-5)  # less than the threshold is no improvement
    tensors = {"plateau.figures": falling}
    tensors |= {name: rates(schedule) for name, schedule in SCHEDULES.items()}
    for patience in (0, 3):
        schedule = lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=patience, eps=0)
        tensors[f"plateau.{patience}"] = rates(schedule, falling)
    write("schedules", tensors)
