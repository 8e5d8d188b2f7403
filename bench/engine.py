"""The hftbacktest peer of bench/engine.mjs: the same feed, queue model and delays; replay alone, or a strategy at every event."""
import sys
import time

import numpy as np
from hftbacktest import GTC, LIMIT, BacktestAsset, ROIVectorMarketDepthBacktest
from hftbacktest.types import BUY_EVENT, DEPTH_EVENT, EXCH_EVENT, LOCAL_EVENT, SELL_EVENT, TRADE_EVENT, event_dtype
from numba import njit

rows = np.fromfile(sys.argv[1], dtype=np.float64).reshape(-1, 5)
delay = 1_000_000  # ns, each way
data = np.zeros(len(rows), dtype=event_dtype)
data["exch_ts"] = rows[:, 0].astype(np.int64)
data["local_ts"] = data["exch_ts"] + delay
kind = np.where(rows[:, 1] == 1, TRADE_EVENT, DEPTH_EVENT)
side = np.where(rows[:, 2] > 0, BUY_EVENT, SELL_EVENT)
data["ev"] = (kind | side | EXCH_EVENT | LOCAL_EVENT).astype(np.uint64)
data["px"] = rows[:, 3] * 0.01
data["qty"] = rows[:, 4]
low, high = rows[:, 3].min() * 0.01 - 1, rows[:, 3].max() * 0.01 + 1


def backtest():
    asset = (
        BacktestAsset()
        .data(data)
        .linear_asset(1.0)
        .constant_order_latency(delay, delay)
        .log_prob_queue_model()
        .no_partial_fill_exchange()
        .trading_value_fee_model(0.0, 0.0)
        .tick_size(0.01)
        .lot_size(1.0)
        .roi_lb(low)
        .roi_ub(high)
    )
    return ROIVectorMarketDepthBacktest([asset])


@njit
def replay(hbt):
    while hbt.elapse(10_000_000_000) == 0:
        pass
    return 0


@njit
def strategy(hbt):
    calls, imbalance, order = 0, 0.0, 0
    while hbt.wait_next_feed(False, 1_000_000_000_000_000) == 2:
        calls += 1
        depth = hbt.depth(0)
        bid, ask = depth.best_bid_qty, depth.best_ask_qty
        if bid + ask > 0:
            imbalance += (bid - ask) / (bid + ask)
        if calls % 100 == 0:
            hbt.clear_inactive_orders(0)
            orders = hbt.orders(0)
            if order > 0:
                for i in (order - 1, order):
                    old = orders.get(i)
                    if old is not None and old.cancellable:
                        hbt.cancel(0, i, False)
            hbt.submit_buy_order(0, order + 1, depth.best_bid, 1.0, GTC, LIMIT, False)
            hbt.submit_sell_order(0, order + 2, depth.best_ask, 1.0, GTC, LIMIT, False)
            order += 2
    return calls


steps = {"replay": replay, "strategy": strategy}[sys.argv[2]]
for line in sys.stdin:
    taken = 0.0
    for _ in range(int(line)):
        hbt = backtest()
        started = time.perf_counter()
        steps(hbt)
        taken += time.perf_counter() - started
        hbt.close()
    print(taken * 1e3, flush=True)
