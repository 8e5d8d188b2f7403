/** What a synthetic order book is made from, and its identity: one JSON file a stock below data/twins/books@1, and the generator's version. */
import fs from 'node:fs';
import path from 'node:path';
import { hashOf, paths, StrataError } from '../../../core/index.js';
import type { ActivityParameters } from './activity.js';
import type { QueueParameters } from './queues.js';
import type { RecordSizes } from './trades.js';

/** Moments of a stock's days, for twins without the real ones. Logs are natural. */
export interface DayParameters {
  readonly price: number;
  readonly logVolumeMean: number;
  readonly logVolumeDeviation: number;
  /** Of (high − low) / close. */
  readonly logRangeMean: number;
  readonly logRangeDeviation: number;
  readonly volumeRangeCorrelation: number;
  /** Deviation of the log of open over the close before. */
  readonly overnightDeviation: number;
}

/** Parameters of a stock's book; moments only, no data. */
export interface BookTwinParameters {
  readonly instrument: string;
  readonly tickSize: number;
  readonly lotShares: number;
  /** Log10 of the shares a tick of range for which `queues.logDepth` holds, and how depth grows with them. */
  readonly depthAt: number;
  readonly depthExponent: number;
  /** Share of the day's volume that the opening auction trades. */
  readonly auctionShare: number;
  readonly activity: ActivityParameters;
  readonly queues: QueueParameters;
  readonly records: RecordSizes;
  readonly days: DayParameters;
}

/** Version of the generator in this folder; a change of what it draws is a new version beside the old one. */
export const bookTwinVersion = 1;

/** Folder of frozen parameters. */
export function bookTwinFolder(): string {
  return path.join(paths.root(), 'data', 'twins', `books@${bookTwinVersion}`);
}

/** Stocks whose book has a twin. */
export function bookTwinInstruments(): readonly string[] {
  return fs
    .readdirSync(bookTwinFolder())
    .filter((f) => f.endsWith('.json'))
    .map((f) => f.slice(0, -5))
    .sort();
}

/** The frozen parameters of a stock's book. @throws StrataError naming the stocks that have a twin */
export function bookTwinParameters(instrument: string): BookTwinParameters {
  const file = path.join(bookTwinFolder(), `${instrument}.json`);
  if (!fs.existsSync(file))
    throw new StrataError(
      `there is no synthetic book of ${instrument}; there are books of ${bookTwinInstruments().join(', ')}`,
    );
  return JSON.parse(fs.readFileSync(file, 'utf8')) as BookTwinParameters;
}

/** The twin's id: hash of its parameters, the generator's version and whether it is the one without information. */
export function bookTwinId(parameters: BookTwinParameters, kind: 'twin' | 'null'): string {
  return `${kind === 'null' ? 'null-' : ''}twin-book@${bookTwinVersion}-${hashOf({ parameters, version: bookTwinVersion, kind })}`;
}
