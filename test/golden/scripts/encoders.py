"""Writes test/golden/encoders.json: values and gradients of layer norm, GRU, convolution, heads and attention encoders by PyTorch.

pip install torch==2.15.0 numpy; python test/golden/scripts/encoders.py
"""
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)


def flat(t):
    return [float(f"{v:.7g}") for v in t.detach().reshape(-1).tolist()]


def case(inputs, output, **more):
    """The output, its weighted sum's gradients by the inputs, and all values. Kernels are [inputs, outputs], as Strata keeps them."""
    weight = torch.randn_like(output)
    gradients = torch.autograd.grad((output * weight).sum(), list(inputs.values()))
    return dict(
        inputs={name: dict(shape=list(v.shape), values=flat(v)) for name, v in inputs.items()},
        weight=flat(weight), output=flat(output),
        gradients={name: flat(g) for name, g in zip(inputs, gradients)}, **more,
    )


def leaf(*shape, scale=1.0):
    return (scale * torch.randn(*shape)).requires_grad_()


def layer_norm():
    x, gain, bias = leaf(5, 6), leaf(6), leaf(6)
    return case(dict(x=x, gain=gain, bias=bias), nn.functional.layer_norm(x, (6,), gain, bias))


def gru():
    steps, batch, inputs, hidden = 4, 3, 2, 5
    x = leaf(steps, batch, inputs)
    p = dict(kernel=leaf(inputs, 3 * hidden), recurrent=leaf(hidden, 3 * hidden), bias=leaf(3 * hidden), recurrentBias=leaf(3 * hidden))
    cell = nn.GRU(inputs, hidden)
    named = dict(weight_ih_l0=p["kernel"].T, weight_hh_l0=p["recurrent"].T, bias_ih_l0=p["bias"], bias_hh_l0=p["recurrentBias"])
    out, _ = torch.func.functional_call(cell, named, (x,))
    return case(dict(x=x, **p), out[-1])


def convolution(padding, size=3):
    x, kernel, bias = leaf(3, 6, 2), leaf(size, 2, 4), leaf(4)
    out = nn.functional.conv1d(x.transpose(1, 2), kernel.permute(2, 1, 0), bias, padding=padding).transpose(1, 2)
    return case(dict(x=x, kernel=kernel, bias=bias), out, padding=padding)


def duelling(baseline):
    value, price, quantity = leaf(4, 1), leaf(4, 3), leaf(4, 2)
    base = (lambda a: a.mean(1, keepdim=True)) if baseline == "mean" else (lambda a: a.max(1, keepdim=True).values)
    out = torch.cat([value + a - base(a) for a in (price, quantity)], 1)
    return case(dict(value=value, price=price, quantity=quantity), out, baseline=baseline)


def encoder(norm, layers, positions, pooling):
    batch, steps, features, width, heads, wide = 3, 5, 4, 8, 2, 12
    x = leaf(batch, steps, features)
    p = {"embed/kernel": leaf(features, width, scale=0.5), "embed/bias": leaf(width)}
    if positions == "learned":
        p["positions"] = leaf(steps, width)
    for k in range(layers):
        for part in ("query", "key", "value", "out"):
            p[f"{k}/{part}/kernel"] = leaf(width, width, scale=0.5)
            if part != "key":
                p[f"{k}/{part}/bias"] = leaf(width)
        p[f"{k}/widen/kernel"], p[f"{k}/widen/bias"] = leaf(width, wide, scale=0.5), leaf(wide)
        p[f"{k}/narrow/kernel"], p[f"{k}/narrow/bias"] = leaf(wide, width, scale=0.5), leaf(width)
        if norm != "none":
            for n in (1, 2):
                p[f"{k}/norm{n}/gain"], p[f"{k}/norm{n}/bias"] = leaf(width), leaf(width)
    if norm == "pre":
        p["norm/gain"], p["norm/bias"] = leaf(width), leaf(width)

    h = x @ p["embed/kernel"] + p["embed/bias"]
    if positions == "learned":
        h = h + p["positions"]
    elif positions == "sinusoidal":
        t = torch.arange(steps)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
        h = h + torch.stack([t.sin(), t.cos()], 2).reshape(steps, width)
    for k in range(layers):
        layer = nn.TransformerEncoderLayer(width, heads, wide, dropout=0, batch_first=True, norm_first=norm == "pre")
        if norm == "none":
            layer.norm1 = layer.norm2 = nn.Identity()
        named = {
            "self_attn.in_proj_weight": torch.cat([p[f"{k}/{part}/kernel"].T for part in ("query", "key", "value")]),
            "self_attn.in_proj_bias": torch.cat([p[f"{k}/query/bias"], torch.zeros(width), p[f"{k}/value/bias"]]),
            "self_attn.out_proj.weight": p[f"{k}/out/kernel"].T, "self_attn.out_proj.bias": p[f"{k}/out/bias"],
            "linear1.weight": p[f"{k}/widen/kernel"].T, "linear1.bias": p[f"{k}/widen/bias"],
            "linear2.weight": p[f"{k}/narrow/kernel"].T, "linear2.bias": p[f"{k}/narrow/bias"],
        }
        if norm != "none":
            for n in (1, 2):
                named[f"norm{n}.weight"], named[f"norm{n}.bias"] = p[f"{k}/norm{n}/gain"], p[f"{k}/norm{n}/bias"]
        h = torch.func.functional_call(layer, named, (h,))
    if norm == "pre":
        h = nn.functional.layer_norm(h, (width,), p["norm/gain"], p["norm/bias"])
    options = dict(steps=steps, features=features, width=width, heads=heads, feedForward=wide, layers=layers, norm=norm, positions=positions, pooling=pooling)
    return case(dict(x=x, **p), h[:, -1] if pooling == "last" else h.mean(1), options=options)


out = dict(
    about="Values and gradients of layers and attention encoders", source=f"PyTorch {torch.__version__}, float64",
    layerNorm=layer_norm(), gru=gru(),
    convolutions=[convolution("valid"), convolution("same"), convolution("valid", 6)],
    duelling=[duelling("mean"), duelling("max")],
    encoders=[
        encoder("post", 1, "learned", "last"), encoder("pre", 1, "learned", "last"), encoder("none", 1, "sinusoidal", "last"),
        encoder("post", 1, "none", "last"), encoder("pre", 2, "sinusoidal", "mean"), encoder("post", 2, "learned", "last"),
    ],
)
path = pathlib.Path(__file__).parent.parent / "encoders.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
