"""Fills in test/golden/hftbacktest.json what becomes of a quoter's orders in hftbacktest, under each queue model, on the feed that the file holds.

pip install hftbacktest==2.4.4 numpy; python test/golden/scripts/engine_fills.py
"""
import json
import pathlib

import numpy as np
from hftbacktest import FILLED, GTC, LIMIT, BacktestAsset, ROIVectorMarketDepthBacktest
from hftbacktest.types import BUY_EVENT, DEPTH_EVENT, EXCH_EVENT, LOCAL_EVENT, SELL_EVENT, TRADE_EVENT, event_dtype
from numba import njit

file = pathlib.Path(__file__).parents[1] / "hftbacktest.json"
golden = json.loads(file.read_text())
common, feed = golden["inputs"]["common"], golden["inputs"]["feed"]
count = len(feed["kind"])
data = np.zeros(count, dtype=event_dtype)
data["exch_ts"] = (common["startUs"] + np.cumsum(feed["afterUs"])) * 1000
data["local_ts"] = data["exch_ts"] + common["feedMs"] * 1_000_000
kind = np.where(np.array(feed["kind"]) == 2, TRADE_EVENT, DEPTH_EVENT)
side = np.where(np.array(feed["side"]) > 0, BUY_EVENT, SELL_EVENT)
data["ev"] = kind | side | EXCH_EVENT | LOCAL_EVENT
data["px"] = np.array(feed["ticks"]) * 0.01
data["qty"] = feed["shares"]


@njit
def quote(hbt, every, out):
    calls, order = 0, 0
    while hbt.wait_next_feed(False, 1_000_000_000_000_000) == 2:
        calls += 1
        orders = hbt.orders(0)
        for i in range(max(1, order - 9), order + 1):
            old = orders.get(i)
            if old is not None:
                out[i, 0], out[i, 1], out[i, 2] = old.status, old.exec_price_tick, old.exch_timestamp
        if calls % every == 0:
            depth = hbt.depth(0)
            for i in (order - 1, order):
                if i > 0:
                    old = orders.get(i)
                    if old is not None and old.cancellable:
                        hbt.cancel(0, i, False)
            hbt.submit_buy_order(0, order + 1, depth.best_bid, 1.0, GTC, LIMIT, False)
            hbt.submit_sell_order(0, order + 2, depth.best_ask, 1.0, GTC, LIMIT, False)
            order += 2


def fills(choose):
    asset = choose(
        BacktestAsset()
        .data(data)
        .linear_asset(1.0)
        .constant_order_latency(common["orderMs"] * 1_000_000, common["feedMs"] * 1_000_000)
    )
    asset = asset.no_partial_fill_exchange().trading_value_fee_model(0.0, 0.0).tick_size(0.01).lot_size(1.0)
    hbt = ROIVectorMarketDepthBacktest([asset.roi_lb(1.0).roi_ub(200.0)])
    out = np.zeros((count, 3))
    quote(hbt, common["quoteEvery"], out)
    hbt.close()
    # The last rounds have no time to be told of.
    last = 2 * (count // common["quoteEvery"] - 10)
    return [[i, int(out[i, 1]), int(out[i, 2] / 1000) - common["startUs"]] for i in range(1, last + 1) if out[i, 0] == FILLED]


models = {
    "riskAverse": lambda asset: asset.risk_adverse_queue_model(),
    "log2": lambda asset: asset.log_prob_queue_model2(),
    "power1": lambda asset: asset.power_prob_queue_model(1.0),
    "power2": lambda asset: asset.power_prob_queue_model(2.0),
    "power2Form2": lambda asset: asset.power_prob_queue_model2(2.0),
    "power2Form3": lambda asset: asset.power_prob_queue_model3(2.0),
}
golden["expected"] = {name: fills(choose) for name, choose in models.items()}
one = json.dumps
lines = [f'  {one(key)}: {one(golden[key])}' for key in ("id", "about", "source", "tolerance", "inputs", "expected")]
file.write_text("{\n" + ",\n".join(lines) + "\n}\n")
