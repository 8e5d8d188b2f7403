"""Writes test/golden/cart-pole.json: paths of CartPole-v1 in Gymnasium under given actions, up to the step that ends them.

pip install gymnasium==1.4.0; python test/golden/scripts/cart_pole.py
"""
import json
import pathlib

import gymnasium

environment = gymnasium.make("CartPole-v1").unwrapped
paths = []
for seed, pattern in [(1, [1]), (2, [0]), (3, [0, 1]), (4, [1, 1, 0, 0, 1]), (5, [0, 1, 1])]:
    environment.reset(seed=seed)
    start = [float(v) for v in environment.state]
    states, terminated = [], False
    while not terminated and len(states) < 40:
        _, reward, terminated, _, _ = environment.step(pattern[len(states) % len(pattern)])
        states.append([float(f"{v:.10g}") for v in environment.state])
    paths.append(dict(start=start, pattern=pattern, states=states, terminated=terminated))
data = dict(about="Cart-pole: states (position, speed, angle, angular speed) after each action of a repeated pattern",
            source=f"Gymnasium {gymnasium.__version__}, CartPole-v1", paths=paths)
pathlib.Path(__file__).parent.with_name("cart-pole.json").write_text(json.dumps(data) + "\n")
