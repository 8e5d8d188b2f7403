/** The best single asset in hindsight, bought and held. */
import { defineStrategy, type Strategy } from '../strategy.js';

/** Looks ahead by its nature. O(n) a day. @param relatives row-major [days × assets] */
export function bestStock(relatives: Float64Array, assets: number): Strategy {
  const weights = new Float64Array(assets);
  weights[bestAsset(relatives, assets)] = 1;
  return defineStrategy({
    id: 'best',
    name: 'best stock in hindsight',
    complexity: 'O(n)',
    window: 0,
    hindsight: true,
    remembers: false,
    first: () => weights,
    step: () => () => {},
  });
}

/** Index of the asset that grew most over all days. */
export function bestAsset(relatives: Float64Array, assets: number): number {
  const growth = new Float64Array(assets);
  for (let at = 0; at < relatives.length; at++)
    growth[at % assets] = (growth[at % assets] as number) + Math.log(relatives[at] as number);
  let best = 0;
  for (let i = 1; i < assets; i++) if ((growth[i] as number) > (growth[best] as number)) best = i;
  return best;
}
