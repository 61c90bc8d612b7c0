"""Golden training steps: what PyTorch makes of ten updates of small models, in float32 and float64.

    python3 engine-parity/src/test/python/golden_steps.py [SCENARIO...]

records all scenarios of golden_step_scenarios.py, or those named, with PyTorch 2.13 on a CPU:
engine-parity/src/main/resources/io/deltarule/parity/golden/SCENARIO.safetensors. The same version on the
same kind of processor gives the same bytes; on another one the last bits may differ, since PyTorch picks
its loops and its matrix library's by the processor. The checks allow for that.

A file holds, exactly as float32 has them and common to both precisions:
    x [batches, batch, ...], target [batches, batch, ...]: run i takes batch i modulo their number,
    initial.NAME: the weights before the first step,
and for float32 and float64, as PREFIX "float32." and "float64.", the same run in that precision:
    losses: of every run, before its update (with k micro-batches, k runs make an update),
    gradient.NAME: of the first run's loss, before clipping and weight decay,
    final.NAME: the weights after ten updates; average.NAME: their moving average, if the scenario has one,
    final.NAME of buffers, such as running statistics, and evaluated, the loss of batch 0 in evaluation mode
    after all updates, if the model has buffers.

Learning rates are rounded to float32 before use, in both precisions, as the engine keeps them.
"""
import sys

import torch

from golden_file import SOURCES, write
from golden_step_scenarios import SCENARIOS, STEPS

FOLDER = SOURCES / "main" / "resources" / "io" / "deltarule" / "parity" / "golden"


def initial(scenario):
    """The model with weights of deviation 1 / sqrt(inputs) and biases of deviation 0.25."""
    generator = torch.Generator().manual_seed(11)
    model = scenario.model().float()
    with torch.no_grad():
        for parameter in model.parameters():
            scale = 0.25 if parameter.dim() == 1 else parameter[0].numel() ** -0.5
            parameter.copy_(scale * torch.randn(parameter.shape, generator=generator, dtype=torch.float32))
    return model


def inputs_and_targets(scenario):
    """Of the dtypes that the model takes: float32 (later the precision of the run) or int32."""
    return scenario.data(torch.Generator().manual_seed(12))


def in_precision(tensor, dtype):
    return tensor.to(dtype) if tensor.is_floating_point() else tensor.long()


def run(scenario, dtype):
    """The losses of all runs, first gradients, last weights and averages."""
    torch.set_default_dtype(dtype)  # in which NAdam keeps the product of its momenta
    model = initial(scenario).to(dtype)
    model.train(scenario.training)
    x, target = (in_precision(tensor, dtype) for tensor in inputs_and_targets(scenario))
    named = dict(model.named_parameters())
    groups = [
        {"params": [p], "weight_decay": scenario.decay if scenario.decays(name, p) else 0.0}
        for name, p in named.items()]
    optimizer = scenario.optimizer(groups)
    averages = {name: p.detach().clone() for name, p in named.items()}
    losses, gradients = [], None
    for step in range(STEPS):
        optimizer.zero_grad()
        for _ in range(scenario.micro_batches):
            batch = len(losses) % len(x)
            loss = scenario.loss(model(x[batch]), target[batch])
            if gradients is None:
                gradients = torch.autograd.grad(loss, list(named.values()), retain_graph=True)
            (loss / scenario.micro_batches).backward()
            losses.append(loss.detach())
        scenario.clip(list(named.values()))
        for group in optimizer.param_groups:
            group["lr"] = torch.tensor(scenario.rates[step], dtype=torch.float32).item()
        optimizer.step()
        if scenario.average is not None:
            for name, p in named.items():
                kept = scenario.average * averages[name]
                averages[name] = kept + (1 - scenario.average) * p.detach()
    found = {"losses": torch.stack(losses)}
    found |= {"gradient." + name: g for name, g in zip(named, gradients)}
    found |= {"final." + name: p for name, p in named.items()}
    buffers = {name: b.to(dtype) for name, b in model.named_buffers()}
    if buffers:
        found |= {"final." + name: b for name, b in buffers.items()}
        model.eval()
        found["evaluated"] = scenario.loss(model(x[0]), target[0])
    if scenario.average is not None:
        found |= {"average." + name: a for name, a in averages.items()}
    return found


def record(names=tuple(SCENARIOS)):
    FOLDER.mkdir(parents=True, exist_ok=True)
    default = torch.get_default_dtype()
    for name in names:
        scenario = SCENARIOS[name]
        x, target = inputs_and_targets(scenario)
        tensors = {"x": x, "target": target}
        tensors |= {"initial." + key: p for key, p in initial(scenario).named_parameters()}
        for prefix, dtype in (("float32.", torch.float32), ("float64.", torch.float64)):
            tensors |= {prefix + key: value for key, value in run(scenario, dtype).items()}
        write(name, tensors, FOLDER)
    torch.set_default_dtype(default)


if __name__ == "__main__":
    if not torch.__version__.startswith("2.13."):
        raise SystemExit("record with PyTorch 2.13, this is " + torch.__version__)
    torch.set_num_threads(1)
    record(sys.argv[1:] or tuple(SCENARIOS))
