"""The PyTorch peer of bench/learning.mjs: the same updates on the same sizes, batches given as NumPy arrays, losses read back.

The case is named by BENCH_CASE. Each line `n` on standard input is answered with the milliseconds that n steps took.
"""
import copy
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
random = np.random.default_rng(1)


def perceptron(*widths, last_relu=False):
    layers = []
    for k, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if k < len(widths) - 2 or last_relu:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class LeanEncoder(nn.Module):
    """One layer of which only the last token's query, feed-forward and norms are computed."""

    def __init__(self, steps=20, features=40, width=64, heads=4, feed_forward=256):
        super().__init__()
        self.heads = heads
        self.embed = nn.Linear(features, width)
        self.positions = nn.Parameter(torch.empty(steps, width).uniform_(-width**-0.5, width**-0.5))
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.feed = perceptron(width, feed_forward, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        batch, steps, _ = x.shape
        h = self.embed(x) + self.positions
        last = h[:, -1]
        query = self.query(last).view(batch, self.heads, 1, -1)
        key, value = self.key_value(h).view(batch, steps, 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        heard = F.scaled_dot_product_attention(query, key, value).reshape(batch, -1)
        h = self.norm1(last + self.out(heard))
        return self.norm2(h + self.feed(h))


class FullEncoder(nn.Module):
    def __init__(self, steps=20, features=40, width=64, heads=4, feed_forward=256):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.positions = nn.Parameter(torch.empty(steps, width).uniform_(-width**-0.5, width**-0.5))
        self.layer = nn.TransformerEncoderLayer(width, heads, feed_forward, dropout=0.0, batch_first=True)

    def forward(self, x):
        return self.layer(self.embed(x) + self.positions)[:, -1]


class Micro(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.progress, self.subgoal = perceptron(2, 16, last_relu=True), perceptron(9, 16, last_relu=True)
        self.joint = nn.Sequential(perceptron(96, 64, last_relu=True), nn.Linear(64, 3))

    def forward(self, window, values):
        parts = [self.encoder(window), self.progress(values[:, :2]), self.subgoal(values[:, 2:])]
        return self.joint(torch.cat(parts, 1))


class Meta(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = perceptron(4, 8, 9)

    def forward(self, _, values):
        return self.layers(values)


class ScaleGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.factor, None


class Branching(nn.Module):
    def __init__(self):
        super().__init__()
        self.window, self.private = perceptron(4800, 512, last_relu=True), perceptron(2, 16, last_relu=True)
        self.joint = perceptron(528, 256, last_relu=True)
        self.value = perceptron(256, 128, 1)
        self.branches = nn.ModuleList([perceptron(256, 128, n) for n in (11, 10)])

    def forward(self, window, values):
        trunk = self.joint(torch.cat([self.window(window.flatten(1)), self.private(values)], 1))
        trunk = ScaleGradient.apply(trunk, 1 / 3)
        value = self.value(trunk)
        advantages = [branch(trunk) for branch in self.branches]
        return [value + a - a.mean(1, keepdim=True) for a in advantages]


class ActorCritic(nn.Module):
    def __init__(self, assets=5, window=30, filters=32):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, filters, (1, 3)), nn.ReLU(), nn.Conv2d(filters, filters, (1, window - 2)), nn.ReLU(), nn.Flatten()
        )
        self.actor = nn.Sequential(perceptron(assets * filters, 64, 64, assets), nn.Softmax(1))
        self.state, self.action = nn.Linear(assets * filters, 64), nn.Linear(assets, 64, bias=False)
        self.head = nn.Linear(64, 1)

    def encode(self, window):
        return self.encoder(window.transpose(1, 2).unsqueeze(1))

    def judge(self, features, action):
        return self.head(torch.relu(self.state(features) + self.action(action))).squeeze(1)


def windows(table, ends, length):
    """Rows of the market by index, as our update takes them."""
    return table[torch.from_numpy(ends)[:, None] + torch.arange(1 - length, 1)]


def batch_of(size, width, rows, choices, branches=1):
    ends = [random.integers(240, 390, size) + 400 * random.integers(0, rows // 400 - 1, size) for _ in range(2)]
    floats = [random.random((size, width), dtype=np.float32) for _ in range(2)]
    actions = random.integers(0, choices, (size, branches))
    columns = [random.random(size, dtype=np.float32) for _ in range(3)]
    return ends, floats, actions, columns


def double_dqn(network, length, features, width, choices, size=128):
    table = torch.randn(24000, features) if length else None
    target = copy.deepcopy(network)
    optimiser = torch.optim.Adam(network.parameters(), 5e-5)
    ends, floats, taken, columns = batch_of(size, width, 24000, choices)

    def step():
        before, after = (windows(table, e, length) if length else None for e in ends)
        values, next_values = (torch.from_numpy(f) for f in floats)
        actions, (rewards, discounts, weights) = torch.from_numpy(taken), (torch.from_numpy(c) for c in columns)
        with torch.no_grad():
            best = network(after, next_values).argmax(1, keepdim=True)
            y = rewards + discounts * target(after, next_values).gather(1, best).squeeze(1)
        errors = y - network(before, values).gather(1, actions).squeeze(1)
        loss = (weights * errors**2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.item()

    return step


def bdq(size=64):
    table, network = torch.randn(5000, 20), Branching()
    target = copy.deepcopy(network)
    optimiser = torch.optim.Adam(network.parameters(), 1e-4)
    ends, floats, taken, columns = batch_of(size, 2, 5000, 10, 2)

    def step():
        before, after = (windows(table, e, 240) for e in ends)
        values, next_values = (torch.from_numpy(f) for f in floats)
        actions, (rewards, discounts, weights) = torch.from_numpy(taken), (torch.from_numpy(c) for c in columns)
        with torch.no_grad():
            best = [q.argmax(1, keepdim=True) for q in network(after, next_values)]
            worth = [q.gather(1, b) for q, b in zip(target(after, next_values), best)]
            y = rewards + discounts * torch.cat(worth, 1).mean(1)
        done = [q.gather(1, actions[:, d : d + 1]) for d, q in enumerate(network(before, values))]
        errors = y[:, None] - torch.cat(done, 1)
        loss = (weights * (errors**2).mean(1)).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.item()

    return step


def ddpg(size=64, tau=1e-3):
    table, network = torch.randn(2000, 5), ActorCritic()
    target = copy.deepcopy(network)
    decoders = [network.state, network.action, network.head]
    critic = torch.optim.Adam([p for part in [network.encoder, *decoders] for p in part.parameters()], 1e-3)
    actor = torch.optim.Adam([*network.encoder.parameters(), *network.actor.parameters()], 1e-4)
    ends, _, _, columns = batch_of(size, 1, 2000, 5)
    done = np.full((size, 5), 1 / 5, dtype=np.float32)
    online, copies = list(network.parameters()), list(target.parameters())

    def step():
        before, after = (windows(table, e, 30) for e in ends)
        actions, (rewards, discounts, weights) = torch.from_numpy(done), (torch.from_numpy(c) for c in columns)
        with torch.no_grad():
            features = target.encode(after)
            y = rewards + discounts * target.judge(features, target.actor(features))
        loss = (weights * (y - network.judge(network.encode(before), actions)) ** 2).mean()
        critic.zero_grad()
        loss.backward()
        critic.step()
        features = network.encode(before)
        actor_loss = -network.judge(features.detach(), network.actor(features)).mean()
        actor.zero_grad()
        actor_loss.backward()
        actor.step()
        with torch.no_grad():
            torch._foreach_lerp_(copies, online, tau)
        return loss.item() + actor_loss.item()

    return step


def acting(size):
    table, network = torch.randn(24000, 40), Micro(LeanEncoder())
    ends, floats, _, _ = batch_of(size, 11, 24000, 3)

    def step():
        with torch.no_grad():
            q = network(windows(table, ends[0], 20), torch.from_numpy(floats[0]))
            return q.argmax(1).numpy()

    return step


cases = {
    "micro-lean": lambda: double_dqn(Micro(LeanEncoder()), 20, 40, 11, 3),
    "micro-full": lambda: double_dqn(Micro(FullEncoder()), 20, 40, 11, 3),
    "meta": lambda: double_dqn(Meta(), 0, 0, 4, 9),
    "ddpg": ddpg,
    "bdq": bdq,
    **{f"micro-act-{n}": (lambda n=n: acting(n)) for n in (1, 16, 64)},
}
step = cases[os.environ["BENCH_CASE"]]()
for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    for _ in range(count):
        step()
    print((time.perf_counter() - started) * 1e3, flush=True)
