"""Writes test/golden/networks.json: values and gradients of a dense layer and an LSTM by PyTorch.

pip install torch==2.15.0 numpy; python test/golden/scripts/networks.py
"""
import json
import pathlib

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)


def flat(t):
    return [float(f"{v:.9g}") for v in t.detach().reshape(-1).tolist()]


steps, batch, features, hidden = 5, 3, 2, 4
lstm = torch.nn.LSTM(features, hidden)
x = torch.randn(steps, batch, features, requires_grad=True)
weight = torch.randn(steps, batch, hidden)
out, _ = lstm(x)
(out * weight).sum().backward()
# One kernel [features + hidden, 4 hidden] and one bias, as Strata keeps them; PyTorch's gate order is the same.
kernel = torch.cat([lstm.weight_ih_l0.T, lstm.weight_hh_l0.T])
kernel_gradient = torch.cat([lstm.weight_ih_l0.grad.T, lstm.weight_hh_l0.grad.T])
lstm_case = dict(
    steps=steps, batch=batch, features=features, hidden=hidden,
    x=flat(x), kernel=flat(kernel), bias=flat(lstm.bias_ih_l0 + lstm.bias_hh_l0), weight=flat(weight),
    output=flat(out), dx=flat(x.grad), dkernel=flat(kernel_gradient), dbias=flat(lstm.bias_ih_l0.grad),
)

linear = torch.nn.Linear(4, 3)
y = torch.randn(6, 4, requires_grad=True)
target = torch.randn(6, 3)
loss = ((torch.relu(linear(y)) - target) ** 2).mean()
loss.backward()
dense_case = dict(
    x=flat(y), kernel=flat(linear.weight.T), bias=flat(linear.bias), target=flat(target),
    loss=float(loss.detach()), dx=flat(y.grad), dkernel=flat(linear.weight.grad.T), dbias=flat(linear.bias.grad),
)
out = dict(about="Values and gradients of layers", source=f"PyTorch {torch.__version__}, float64", lstm=lstm_case, dense=dense_case)
path = pathlib.Path(__file__).parent.parent / "networks.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
