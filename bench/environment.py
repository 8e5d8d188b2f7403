"""The peers of bench/environment.mjs: the same environment by the same rules (M3T's defaults, a seller, sparse reward in bp), columns in memory.

A further argument is the number of slots, 256 without it; bench/execution-loop.py takes its environment from here.
numba steps all slots in one compiled loop, from the book's columns or from the index that ours works out beforehand; NumPy steps them by masks.
A line n takes n steps and answers with the milliseconds they took; -n answers with the sum of their rewards.
"""
import sys
import time
from pathlib import Path

import numpy as np
from numba import njit

folder, mode = Path(sys.argv[1]), sys.argv[2]
world = {f.stem: np.fromfile(f, dtype=f.suffix[1:]) for f in folder.iterdir()}
N, LEVELS, LOT, QUEUE = int(sys.argv[3]) if len(sys.argv) > 3 else 256, 10, 100, 3
G = len(world["trade_start"]) - 1
orders = world["orders"].reshape(N, -1, 4)
actions = world["actions"].reshape(-1, N)
bid_ticks, ask_ticks, bid_sizes, ask_sizes = (
    world[k].reshape(G, LEVELS) for k in ("bid_ticks", "ask_ticks", "bid_sizes", "ask_sizes")
)
index = np.ascontiguousarray(world["index"].reshape(-1, 16))
day_start, trade_start, trade_ticks, trade_sizes, volume_before, value_before = (
    world[k] for k in ("day_start", "trade_start", "trade_ticks", "trade_sizes", "volume_before", "value_before")
)


def columns():
    """State and answers of N slots; the names of ours."""
    i4, f8, u1 = (lambda: np.zeros(N, np.int32)), (lambda: np.zeros(N)), (lambda: np.zeros(N, np.uint8))
    s = {k: i4() for k in ("day", "first", "steps", "step", "at", "live", "ahead", "fill", "drawn")}
    s |= {k: f8() for k in ("shares", "filled", "value", "rewards", "forced", "slippage")}
    s |= {"terminated": u1(), "reason": u1(), "mask": np.ones((N, 3), np.uint8)}
    s |= {k: np.zeros((N, 2), np.int32) for k in ("market", "final_market")}
    s |= {k: np.zeros((N, 2), np.float32) for k in ("values", "final_values")}
    return s


def reset(s):
    for k in ("drawn", "step", "live", "ahead"):
        s[k][:] = 0
    s["day"][:], s["first"][:], s["steps"][:] = orders[:, 0, 0], orders[:, 0, 1], orders[:, 0, 2]
    s["at"][:], s["shares"][:] = orders[:, 0, 1], orders[:, 0, 3]
    s["filled"][:], s["value"][:] = 0, 0


@njit(inline="always")
def wait(i, price, first, end, live, ahead, trade_ticks, trade_sizes):
    """A step of an order in its queue: price and reason of its fill, 0 without one."""
    place, at_head = ahead[i], 0.0
    for n in range(first, end):
        if trade_ticks[n] < price:
            continue
        if place == 0:
            at_head += trade_sizes[n]
        else:
            place -= 1
    ahead[i] = place
    if place > 0 or at_head < LOT:
        return 0, 0
    live[i] = 0
    return price, 2


@njit(inline="always")
def match_book(i, at, action, live, ahead, bid_ticks, ask_ticks, bid_sizes, ask_sizes, trade_start, trade_ticks, trade_sizes):
    """One slot's step from the columns of the book: price of the fill, 0 without one, and its reason."""
    placed = False
    if action != 2:
        ticks = bid_ticks[at, 0] if action == 0 else ask_ticks[at, 0]
        if ticks > 0:
            live[i], ahead[i], placed = ticks, QUEUE, True
    price = live[i]
    if price == 0:
        return 0, 0
    own = -1
    for l in range(LEVELS):
        if ask_ticks[at, l] == price:
            own = 1
            break
        if bid_ticks[at, l] == price:
            if bid_sizes[at, l] < LOT:
                return 0, 0
            live[i] = 0
            return price, 1 if placed else 3
    if own < 0:
        return 0, 0
    return wait(i, price, trade_start[at], trade_start[at + 1], live, ahead, trade_ticks, trade_sizes)


@njit(inline="always")
def match_index(i, at, action, live, ahead, index, bid_sizes, trade_ticks, trade_sizes, bid_ticks, ask_ticks, trade_start, ask_sizes):
    """The same from the index of outcomes."""
    if action != 2:
        ticks = index[at, action]
        if ticks > 0:
            outcome = index[at, 4 + action]
            if outcome < 0:
                live[i] = 0
                return ticks, -outcome
            live[i], ahead[i] = ticks, outcome
            return 0, 0
    price = live[i]
    if price == 0:
        return 0, 0
    shown = index[at, 6]
    if shown < 0:
        return match_book(i, at, 2, live, ahead, bid_ticks, ask_ticks, bid_sizes, ask_sizes, trade_start, trade_ticks, trade_sizes)
    below, above = index[at, 0] - price, price - index[at, 1]
    if 0 <= below < (shown & 0xFFFF):
        if bid_sizes[at, below] < LOT:
            return 0, 0
        live[i] = 0
        return price, 3
    if not 0 <= above < (shown >> 16) or index[at, 8] < price:
        return 0, 0
    return wait(i, price, index[at, 9], index[at + 1, 9], live, ahead, trade_ticks, trade_sizes)


@njit(inline="always")
def sell_rest(at, left, bid_ticks, bid_sizes):
    """Value of a market order that walks the bids; the last displayed level takes what is left."""
    value = 0.0
    for l in range(LEVELS):
        if left <= 0:
            break
        last = l + 1 == LEVELS or bid_ticks[at, l + 1] == 0
        given = left if last else min(left, bid_sizes[at, l])
        value += bid_ticks[at, l] * given
        left -= given
    return value


@njit
def step_all(indexed, actions, day, first, steps, step, at, live, ahead, fill, drawn, shares, filled, value, rewards, forced, slippage,
             terminated, reason, mask, market, final_market, values, final_values, orders, index, day_start, bid_ticks, ask_ticks,
             bid_sizes, ask_sizes, trade_start, trade_ticks, trade_sizes, volume_before, value_before):
    for i in range(N):
        if not 0 <= actions[i] < 3 or mask[i, actions[i]] == 0:
            raise ValueError("invalid action")
    for i in range(N):
        t = at[i]
        if indexed:
            ticks, why = match_index(i, t, actions[i], live, ahead, index, bid_sizes, trade_ticks, trade_sizes, bid_ticks, ask_ticks, trade_start, ask_sizes)
        else:
            ticks, why = match_book(i, t, actions[i], live, ahead, bid_ticks, ask_ticks, bid_sizes, ask_sizes, trade_start, trade_ticks, trade_sizes)
        fill[i], reason[i] = ticks, why
        if ticks > 0:
            filled[i] += LOT
            value[i] += ticks * LOT
        at[i] += 1
        step[i] += 1
        rewards[i] = 0.0
        terminated[i] = 0
        slippage[i] = forced[i] = np.nan
        if filled[i] >= shares[i] or step[i] >= steps[i]:
            left = shares[i] - filled[i]
            if left > 0:
                value[i] += sell_rest(t, left, bid_ticks, bid_sizes)
                filled[i] += left
            volume = volume_before[t + 1] - volume_before[first[i]]
            if volume > 0:
                own, everyone = value[i] / filled[i], (value_before[t + 1] - value_before[first[i]]) / volume
                rewards[i] = -(everyone - own) * 1e4 / everyone
            slippage[i], forced[i] = rewards[i], left
            terminated[i] = 1
            final_market[i, 0], final_market[i, 1] = day[i], at[i] - day_start[day[i]]
            final_values[i, 0], final_values[i, 1] = step[i] / steps[i], filled[i] / shares[i]
            drawn[i] += 1
            d, f, n, q = orders[i, drawn[i], 0], orders[i, drawn[i], 1], orders[i, drawn[i], 2], orders[i, drawn[i], 3]
            day[i], first[i], steps[i], shares[i], step[i], at[i] = d, f, n, q, 0, f
            filled[i], value[i], live[i], ahead[i] = 0.0, 0.0, 0, 0
        market[i, 0], market[i, 1] = day[i], at[i] - day_start[day[i]]
        values[i, 0], values[i, 1] = step[i] / steps[i], filled[i] / shares[i]
        mask[i, 0], mask[i, 1], mask[i, 2] = bid_ticks[at[i], 0] > 0, ask_ticks[at[i], 0] > 0, 1


@njit
def step_many(n, indexed, actions, held, shared):
    """n steps in compiled code, so that no call from Python is counted."""
    for k in range(n):
        step_all(indexed, actions[k % len(actions)], *held, *shared)


shared = (orders, index, day_start, bid_ticks, ask_ticks, bid_sizes, ask_sizes, trade_start, trade_ticks, trade_sizes, volume_before, value_before)
state = columns()


def by_numba(indexed):
    held = tuple(state[k] for k in ("day", "first", "steps", "step", "at", "live", "ahead", "fill", "drawn", "shares", "filled", "value", "rewards",
                                    "forced", "slippage", "terminated", "reason", "mask", "market", "final_market", "values", "final_values"))

    def many(n):
        step_many(n, indexed, actions, held, shared)

    return lambda row: step_all(indexed, row, *held, *shared), many


def padded_trades():
    """Prices and sizes of each step's trades, one row a step, price 0 where there are fewer."""
    most = int(np.diff(trade_start).max())
    ticks, sizes = np.zeros((G, most), np.int32), np.zeros((G, most))
    counts = np.diff(trade_start)
    rows = np.repeat(np.arange(G), counts)
    places = np.arange(trade_start[0], trade_start[-1]) - np.repeat(trade_start[:-1], counts)
    ticks[rows, places], sizes[rows, places] = trade_ticks[trade_start[0]:trade_start[-1]], trade_sizes[trade_start[0]:trade_start[-1]]
    return ticks, sizes


def by_numpy():
    s, slots, best = state, np.arange(N), np.stack([bid_ticks[:, 0], ask_ticks[:, 0]], axis=1)
    tape_ticks, tape_sizes = padded_trades()

    def step_slots(action):
        if ((action < 0) | (action > 2)).any() or (s["mask"][slots, action] == 0).any():
            raise ValueError("invalid action")
        t = s["at"].copy()
        tops = best[t]
        ticks = tops[slots, np.minimum(action, 1)]
        placed = (action != 2) & (ticks > 0)
        s["live"][placed], s["ahead"][placed] = ticks[placed], QUEUE
        price, s["fill"][:], s["reason"][:] = s["live"], 0, 0
        has = np.flatnonzero(price > 0)
        at_asks, bids = ask_ticks[t[has]] == price[has, None], bid_ticks[t[has]] == price[has, None]
        own = at_asks.any(axis=1)
        across = bids.any(axis=1) & ~own
        done = has[across & ((bids * bid_sizes[t[has]]).sum(axis=1) >= LOT)]
        s["fill"][done], s["reason"][done] = price[done], np.where(placed[done], 1, 3)
        rest = has[own]
        better = tape_ticks[t[rest]] >= price[rest, None]
        passed = np.cumsum(better, axis=1)
        at_head = (tape_sizes[t[rest]] * (better & (passed > s["ahead"][rest, None]))).sum(axis=1)
        s["ahead"][rest] = np.maximum(s["ahead"][rest] - passed[:, -1], 0)
        queued = rest[(s["ahead"][rest] == 0) & (at_head >= LOT)]
        s["fill"][queued], s["reason"][queued] = price[queued], 2
        got = s["fill"] > 0
        s["live"][got] = 0
        s["filled"] += LOT * got
        s["value"] += LOT * s["fill"]
        s["at"] += 1
        s["step"] += 1
        s["rewards"][:] = 0
        s["slippage"][:] = s["forced"][:] = np.nan
        ended = (s["filled"] >= s["shares"]) | (s["step"] >= s["steps"])
        s["terminated"][:] = ended
        for i in np.flatnonzero(ended):
            left = s["shares"][i] - s["filled"][i]
            if left > 0:
                s["value"][i] += sell_rest(t[i], left, bid_ticks, bid_sizes)
                s["filled"][i] += left
            volume = volume_before[t[i] + 1] - volume_before[s["first"][i]]
            if volume > 0:
                own_price = s["value"][i] / s["filled"][i]
                everyone = (value_before[t[i] + 1] - value_before[s["first"][i]]) / volume
                s["rewards"][i] = -(everyone - own_price) * 1e4 / everyone
            s["slippage"][i], s["forced"][i] = s["rewards"][i], left
            s["final_market"][i] = s["day"][i], s["at"][i] - day_start[s["day"][i]]
            s["final_values"][i] = s["step"][i] / s["steps"][i], s["filled"][i] / s["shares"][i]
            s["drawn"][i] += 1
            s["day"][i], s["first"][i], s["steps"][i], s["shares"][i] = orders[i, s["drawn"][i]]
            s["step"][i], s["at"][i] = 0, s["first"][i]
            s["filled"][i] = s["value"][i] = s["live"][i] = s["ahead"][i] = 0
        s["market"][:, 0], s["market"][:, 1] = s["day"], s["at"] - day_start[s["day"]]
        s["values"][:, 0], s["values"][:, 1] = s["step"] / s["steps"], s["filled"] / s["shares"]
        s["mask"][:, :2] = best[s["at"]] > 0

    def many(n):
        for k in range(n):
            step_slots(actions[k % len(actions)])

    return step_slots, many


take, take_many = {"numba": lambda: by_numba(False), "numba, from our index": lambda: by_numba(True), "NumPy": by_numpy}[mode]()
if __name__ == "__main__":
    for line in sys.stdin:
        n = int(line)
        reset(state)
        if n < 0:
            total = 0.0
            for k in range(-n):
                take(actions[k % len(actions)])
                for reward in state["rewards"][state["terminated"] == 1].tolist():
                    total += reward
            print(repr(total), flush=True)
        else:
            started = time.perf_counter()
            take_many(n)
            print((time.perf_counter() - started) * 1e3, flush=True)
