"""The stable-baselines3 side of bench/returns/dqn.mjs: its DQN on Gymnasium's CartPole-v1, one run a seed.

Arguments: settings as JSON, and seeds. Prints one line of JSON a seed: return of greedy episodes after training, mean return of the training
episodes that ended in each block of steps, and seconds of the training.
"""
import json
import sys
import time

import gymnasium
import numpy as np
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.monitor import Monitor

torch.set_num_threads(1)
s = json.loads(sys.argv[1])
for seed in map(int, sys.argv[2:]):
    environment = Monitor(gymnasium.make("CartPole-v1"))
    model = DQN(
        "MlpPolicy", environment, seed=seed, device="cpu", gamma=s["discount"], learning_rate=s["learningRate"],
        batch_size=s["batchSize"], buffer_size=s["capacity"], learning_starts=s["warmUp"], train_freq=s["learnEvery"],
        gradient_steps=s["rounds"], target_update_interval=s["targetEvery"], max_grad_norm=s["clipNorm"], exploration_fraction=s["exploring"],
        exploration_final_eps=s["finalEpsilon"], policy_kwargs=dict(net_arch=s["hidden"]),
    )
    started = time.perf_counter()
    model.learn(s["steps"])
    seconds = time.perf_counter() - started
    returns, lengths = np.array(environment.get_episode_rewards()), np.array(environment.get_episode_lengths())
    blocks = (np.cumsum(lengths) - 1) // s["block"]
    during = [float(returns[blocks == b].mean()) if (blocks == b).any() else None for b in range(s["steps"] // s["block"])]
    watched = make_vec_env("CartPole-v1", n_envs=10, seed=10_000 + seed)
    final, _ = evaluate_policy(model, watched, n_eval_episodes=s["episodes"], deterministic=True)
    print(json.dumps(dict(seed=seed, final=float(final), during=during, seconds=seconds)), flush=True)
