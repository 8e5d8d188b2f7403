/** Frozen parameters of the synthetic twins of bars, one JSON file a stock below data/twins, and the twin's identity. */
import fs from 'node:fs';
import path from 'node:path';
import { hashOf, paths, StrataError } from '../../core/index.js';

/** What a twin of 15-minute bars is made from: moments of the real bars, no data. */
export interface BarTwinParameters {
  readonly instrument: string;
  /** Mean of the natural logarithm of the day's volume, shares. */
  readonly logVolumeMean: number;
  readonly logVolumeDeviation: number;
  /** Share of the log volume's variance that a slow first-order autoregression carries; the rest is independent from day to day. */
  readonly logVolumeSlowShare: number;
  /** Day-to-day coefficient of the slow part, in [0, 1). */
  readonly logVolumePersistence: number;
  /** Mean log of a bar's share of the day, up to a constant [16]. */
  readonly logShareMean: readonly number[];
  readonly logShareDeviation: readonly number[];
  /** Share of the variance of log shares that persists from day to day, and its coefficient. */
  readonly shareSlowShare: number;
  readonly sharePersistence: number;
  /** Coefficient from bar to bar of the part that does not persist. */
  readonly shareNeighbour: number;
  /** Deviation of the log return of each bar [16] from its open to its close, and of the night before the day. */
  readonly barReturnDeviation: readonly number[];
  readonly overnightDeviation: number;
  /** Coefficient θ of the bar returns z − θ z₋₁: positive where a move is partly taken back by the next bar. */
  readonly returnReversal: number;
  /** Mean of (high − low − |close − open|) relative to the bar's return deviation. */
  readonly wick: number;
  /** How many times a deviation of log volume moves the log of the return deviation. */
  readonly volumeVolatility: number;
  /** First price, CNY. */
  readonly price: number;
}

/** Version of the generator in bars.ts; a change of what it draws is a new version beside the old one. */
export const barTwinVersion = 1;

/** Folder of frozen parameters. */
export function barTwinFolder(): string {
  return path.join(paths.root(), 'data', 'twins', `bars@${barTwinVersion}`);
}

/** Stocks that have a twin. */
export function barTwinInstruments(): readonly string[] {
  return fs
    .readdirSync(barTwinFolder())
    .filter((f) => f.endsWith('.json'))
    .map((f) => f.slice(0, -5))
    .sort();
}

/** The frozen parameters of a stock. @throws StrataError naming the stocks that have a twin */
export function barTwinParameters(instrument: string): BarTwinParameters {
  const file = path.join(barTwinFolder(), `${instrument}.json`);
  if (!fs.existsSync(file)) {
    throw new StrataError(
      `there is no synthetic twin of ${instrument}; there are twins of ${barTwinInstruments().join(', ')}`,
    );
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as BarTwinParameters;
}

/** The twin's id: hash of its parameters and the generator's version. */
export function barTwinId(parameters: BarTwinParameters): string {
  return `twin-cn-15min@${barTwinVersion}-${hashOf({ parameters, version: barTwinVersion })}`;
}
