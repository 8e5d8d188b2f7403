"""The PyTorch peer of bench/dqn-loop.mjs: a DQN written by hand, with its memory in NumPy arrays, on the same chain.

Each line `n` on standard input is answered with the milliseconds that n steps took.
"""
import copy
import random
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
random.seed(1)
generator = np.random.default_rng(1)
states, capacity, batch, discount = 5, 100_000, 32, 0.99

network = nn.Sequential(nn.Linear(states, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))
target = copy.deepcopy(network)
optimiser = torch.optim.Adam(network.parameters(), 1e-4)
shown, following = (np.zeros((capacity, states), dtype=np.float32) for _ in range(2))
actions, rewards = np.zeros((capacity, 1), dtype=np.int64), np.zeros(capacity, dtype=np.float32)
one_hot = np.eye(states, dtype=np.float32)
state = elapsed = total = 0


def step(state, action):
    back = (action == 1) != (random.random() < 0.2)
    if back:
        return 0, 2.0
    return min(state + 1, states - 1), 10.0 if state == states - 1 else 0.0


def learn(size):
    rows = generator.integers(0, size, batch)
    with torch.no_grad():
        best = target(torch.from_numpy(following[rows])).max(1).values
        y = torch.from_numpy(rewards[rows]) + discount * best
    taken = network(torch.from_numpy(shown[rows])).gather(1, torch.from_numpy(actions[rows])).squeeze(1)
    loss = ((y - taken) ** 2).mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


def run(count):
    global state, elapsed, total
    for _ in range(count):
        if random.random() < 0.1:
            action = random.randrange(2)
        else:
            with torch.no_grad():
                action = int(network(torch.from_numpy(one_hot[state : state + 1])).argmax(1))
        after, reward = step(state, action)
        row = total % capacity
        shown[row], following[row], actions[row, 0], rewards[row] = one_hot[state], one_hot[after], action, reward
        state, elapsed, total = after, elapsed + 1, total + 1
        if elapsed == 50:
            state = elapsed = 0
        if total >= 100 and total % 4 == 0:
            learn(min(total, capacity))
        if total % 10_000 == 0:
            target.load_state_dict(network.state_dict())


for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    run(count)
    print((time.perf_counter() - started) * 1e3, flush=True)
