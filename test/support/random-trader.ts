/** A trader who does everything at random and keeps the books of the other side, to check the engine's own. */
import type { Generator } from '../../src/core/index.js';
import type { Desk, FillReport, TradingStrategy } from '../../src/execution/index.js';

/** Ledger of whoever traded with us, and the worst difference to the engine's that was seen: relative for money, in shares for inventory. */
export interface OtherSide {
  cash: number;
  inventoryShares: number;
  fees: number;
  impact: number;
  worst: number;
  fills: number;
}

/** Sends, replaces and cancels orders of all kinds; at every event cash, inventory, fees and impact of both sides add up to nothing. */
export function randomTrader(random: Generator, ownCash: number): { strategy: TradingStrategy; other: OtherSide } {
  const other: OtherSide = { cash: 0, inventoryShares: 0, fees: 0, impact: 0, worst: 0, fills: 0 };
  let most = 1; // of money that changed hands at a time
  const ids = new Float64Array(16);
  const check = (desk: Desk): void => {
    const money = Math.abs(desk.cash + other.cash + other.fees + other.impact - ownCash);
    const shares = Math.abs(desk.inventoryShares + other.inventoryShares);
    most = Math.max(most, Math.abs(other.cash));
    other.worst = Math.max(other.worst, money / most, shares);
  };
  const act = (desk: Desk): void => {
    check(desk);
    const draw = random.integer(64);
    if (draw > 11) return;
    const slot = random.integer(16);
    const id = ids[slot] as number;
    const side = random.integer(2) ? 1 : -1;
    const shares = 100 * (1 + random.integer(12));
    const ticks = Math.max(1, (side > 0 ? desk.bidTicks : desk.askTicks) + random.integer(9) - 4);
    if (desk.isOpen(id)) {
      if (draw < 6) desk.cancel(id);
      else desk.replace(id, Math.max(1, desk.ticksOf(id) + random.integer(3) - 1), shares);
    } else if (draw < 8) ids[slot] = desk.limit(side, ticks, shares);
    else if (draw < 9) ids[slot] = desk.limit(side, ticks, shares, 'ioc');
    else if (draw < 10) ids[slot] = desk.limit(side, ticks, shares, 'post-only');
    else if (draw < 11) ids[slot] = desk.market(side, shares);
    else if (random.integer(8) === 0) desk.cancelAll();
  };
  return {
    other,
    strategy: {
      onBook: act,
      onTrade: act,
      onFill(desk, fill: FillReport) {
        other.cash += fill.side * fill.ticks * desk.feed.tickSize * fill.shares;
        other.inventoryShares -= fill.side * fill.shares;
        other.fees += fill.fee;
        other.impact += fill.impact;
        other.fills++;
      },
    },
  };
}
