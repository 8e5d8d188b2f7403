"""The peers of bench/execution-loop.mjs: stable-baselines3's DQN as installed, and a Double DQN by hand for PyTorch, on bench/environment.py.

Arguments: folder of the world, its mode, slots, `sb3` or `hand`, threads. A line n takes n steps and answers with the milliseconds they took.
"""
import copy
import sys
import time

import environment as world
import numpy as np
import torch
from torch import nn

kind, threads = sys.argv[4], int(sys.argv[5])
torch.set_num_threads(threads)
torch.manual_seed(1)
N, BATCH, CAPACITY, WARM_UP = world.N, 128, 100_000, 1000
s = world.state
table = world.world["table"].reshape(world.G, -1)
width = table.shape[1] + 2


def rows(market):
    return world.day_start[market[:, 0]] + market[:, 1]


def begin():
    """First observations: `step_all` writes them from its second call on."""
    world.reset(s)
    s["market"][:, 0], s["market"][:, 1] = s["day"], s["at"] - world.day_start[s["day"]]
    s["values"][:] = 0


def stable_baselines():
    from gymnasium import spaces
    from stable_baselines3 import DQN
    from stable_baselines3.common.vec_env import VecEnv

    class Orders(VecEnv):
        """All slots by one call of compiled code; observations are gathered for all at once."""

        def __init__(self):
            super().__init__(N, spaces.Box(-np.inf, np.inf, (width,), np.float32), spaces.Discrete(3))

        def reset(self):
            begin()
            return self.shown("market", "values")

        def shown(self, market, values):
            return np.concatenate([table[rows(s[market])], s[values]], axis=1)

        def step_async(self, actions):
            self.actions = actions

        def step_wait(self):
            world.take(self.actions)
            done = s["terminated"] == 1
            infos = [{} for _ in range(N)]
            if done.any():
                last = self.shown("final_market", "final_values")
                for i in np.flatnonzero(done):
                    infos[i] = {"terminal_observation": last[i], "TimeLimit.truncated": False}
            return self.shown("market", "values"), s["rewards"].astype(np.float32), done, infos

        def close(self):
            pass

        def get_attr(self, name, indices=None):
            return [None] * N

        def set_attr(self, name, value, indices=None):
            raise NotImplementedError

        def env_method(self, name, *args, indices=None, **kwargs):
            raise NotImplementedError

        def env_is_wrapped(self, wrapper, indices=None):
            return [False] * N

    model = DQN(
        "MlpPolicy", Orders(), batch_size=BATCH, buffer_size=CAPACITY, learning_starts=WARM_UP, train_freq=1, gradient_steps=N // 4,
        target_update_interval=10_000, exploration_initial_eps=0.1, exploration_final_eps=0.1, seed=1, device="cpu",
    )

    def run(n):
        model.learn(n, reset_num_timesteps=False)

    return run


def by_hand():
    network = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 3))
    target = copy.deepcopy(network)
    optimiser = torch.optim.Adam(network.parameters(), 1e-4)
    generator = np.random.default_rng(1)
    at, after = np.zeros(CAPACITY, np.int64), np.zeros(CAPACITY, np.int64)
    values, values_after = np.zeros((CAPACITY, 2), np.float32), np.zeros((CAPACITY, 2), np.float32)
    actions, rewards, goes_on = np.zeros((CAPACITY, 1), np.int64), np.zeros(CAPACITY, np.float32), np.zeros(CAPACITY, np.float32)
    count = {"steps": 0, "updates": 0}
    begin()

    def observe(row, private):
        return torch.from_numpy(np.concatenate([table[row], private], axis=1))

    def learn():
        k = generator.integers(0, min(count["steps"], CAPACITY), BATCH)
        with torch.no_grad():
            following = observe(after[k], values_after[k])
            best = network(following).argmax(1, keepdim=True)
            y = torch.from_numpy(rewards[k]) + 0.99 * torch.from_numpy(goes_on[k]) * target(following).gather(1, best).squeeze(1)
        taken = network(observe(at[k], values[k])).gather(1, torch.from_numpy(actions[k])).squeeze(1)
        loss = nn.functional.smooth_l1_loss(taken, y)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 10)
        optimiser.step()
        count["updates"] += 1
        if count["updates"] % 2500 == 0:
            target.load_state_dict(network.state_dict())
        return loss.item()

    def run(n):
        for _ in range(n // N):
            row, private = rows(s["market"]), s["values"].copy()
            with torch.no_grad():
                action = network(observe(row, private)).argmax(1).numpy()
            chance = generator.random(N) < 0.1
            action = np.where(chance, generator.integers(0, 3, N), action)
            world.take(action)
            done = s["terminated"] == 1
            kept = (count["steps"] + np.arange(N)) % CAPACITY
            at[kept], values[kept], actions[kept, 0], rewards[kept], goes_on[kept] = row, private, action, s["rewards"], ~done
            after[kept] = np.where(done, rows(s["final_market"]), rows(s["market"]))
            values_after[kept] = np.where(done[:, None], s["final_values"], s["values"])
            count["steps"] += N
            if count["steps"] >= WARM_UP:
                for _ in range(N // 4):
                    learn()

    return run


run = stable_baselines() if kind == "sb3" else by_hand()
for line in sys.stdin:
    n = int(line)
    started = time.perf_counter()
    run(n)
    print((time.perf_counter() - started) * 1e3, flush=True)
