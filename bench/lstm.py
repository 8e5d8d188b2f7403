"""The PyTorch peer of bench/lstm.mjs: one training step of an LSTM, 960 sequences of 20, 64 hidden units, Adam, loss read back."""
import sys
import time

import torch

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
sequences, steps, hidden = 960, 20, 64
lstm = torch.nn.LSTM(1, hidden, batch_first=True)
head = torch.nn.Linear(hidden, 1)
optimiser = torch.optim.Adam([*lstm.parameters(), *head.parameters()], 1e-4)
x = torch.rand(sequences, steps, 1)
y = x.mean(1)


def step():
    out, _ = lstm(x)
    loss = ((head(torch.relu(out[:, -1])) - y) ** 2).mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


for line in sys.stdin:
    count = int(line)
    started = time.perf_counter()
    for _ in range(count):
        step()
    print((time.perf_counter() - started) * 1e3, flush=True)
