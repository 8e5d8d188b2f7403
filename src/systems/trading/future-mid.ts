/** The answer itself, as a canary: how far the mid will have moved 20 snapshots later. A trader that is shown it and does not profit was not trained. */
import type { BookFeature } from '../../features/index.js';

const ahead = 20;

/** Looks ahead on purpose and is therefore not registered as a feature. */
export const futureMid: BookFeature = {
  id: 'future-mid',
  doc: 'change of the mid over the next 20 snapshots; looks ahead',
  unit: 'ticks',
  window: 'day',
  columns: () => ['mid in 20 snapshots, ticks from mid'],
  write({ bidTicks, askTicks, levels, timeMs }, out, stride, offset) {
    const mid = (t: number): number => ((bidTicks[t * levels] as number) + (askTicks[t * levels] as number)) / 2;
    for (let t = 0; t < timeMs.length; t++)
      out[t * stride + offset] = mid(Math.min(t + ahead, timeMs.length - 1)) - mid(t);
  },
};
