"""Recurrent trainings, as scenarios of golden_step_scenarios.py. Their twins in Java are in
io.deltarule.parity.golden.RecurrentScenarios.
"""
from torch import nn

STEPS_IN_TIME, WIDTH, HIDDEN = 5, 3, 4


class Recurrent(nn.Module):
    """A recurrent layer, and a dense one over its outputs at every step. The batch comes first."""

    def __init__(self, recurrent, outputs):
        super().__init__()
        self.add_module("0", recurrent)
        directions = 2 if recurrent.bidirectional else 1
        self.add_module("2", nn.Linear(STEPS_IN_TIME * directions * recurrent.hidden_size, outputs))

    def forward(self, x):
        output, _ = self._modules["0"](x)
        return self._modules["2"](output.flatten(1))


def recurrent(kind, outputs, **options):
    return lambda: Recurrent(kind(WIDTH, HIDDEN, batch_first=True, **options), outputs)


def scenarios(scenario, data, loss, outputs):
    """Scenarios by name.

    scenario: makes one of a model, data, and loss
    data: gives (generator, *shape of a sample) -> (x, labels)
    """
    both = {"num_layers": 2, "bidirectional": True}
    models = {
        "lstm.bidirectional": recurrent(nn.LSTM, outputs, **both),
        "gru.bidirectional": recurrent(nn.GRU, outputs, **both),
        "rnn.tanh": recurrent(nn.RNN, outputs, num_layers=2),
        "rnn.relu": recurrent(nn.RNN, outputs, nonlinearity="relu", bias=False),
    }
    return {
        name: scenario(model, lambda g: data(g, STEPS_IN_TIME, WIDTH), loss)
        for name, model in models.items()
    }
