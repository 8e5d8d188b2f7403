/** Participation in the market's volume, up to a cap. */
import { StrataError } from '../../core/index.js';
import { crossing, type Executor, steppingExecutor, waiting } from '../executor.js';

/**
 * Crosses a lot whenever its filled shares have fallen a lot behind `participation` × the market's volume since the order began. What the
 * cap leaves is forced at the end.
 * @param participation share of the market's volume, in (0, 1]
 */
export function povExecutor(participation: number): Executor {
  if (!(participation > 0 && participation <= 1))
    throw new StrataError(`a participation lies in (0, 1]; received ${participation}`);
  return steppingExecutor(`POV ${100 * participation} %`, (pack, { span, side, shares }) => (view) => {
    const traded = (pack.volumeBefore[view.at] as number) - (pack.volumeBefore[span.first] as number);
    const filled = shares - view.leftShares;
    return participation * traded - filled >= pack.lotShares ? crossing(side) : waiting;
  });
}
