/** A user's own bars: a small mapping from column names to meanings becomes the description of a data set. */
import * as v from 'valibot';
import { ConfigError } from '../../core/index.js';
import type { Market } from '../calendar/sessions.js';
import { identifier } from '../database.js';
import type { BarDataset } from './description.js';

/** What stands in a mapping file. */
export interface ColumnMapping {
  readonly market: Market;
  /** 1 to 1440. */
  readonly intervalMinutes: number;
  /** Whether the time stamps are the start or the end of a bar; default `end`. */
  readonly stamps?: 'start' | 'end' | undefined;
  readonly columns: {
    /** Left out where each file is one instrument, which its name says. */
    readonly instrument?: string | undefined;
    /** `2025-01-02 09:45:00`. */
    readonly datetime?: string | undefined;
    /** ISO day, with `time` beside it for bars within the day. */
    readonly date?: string | undefined;
    readonly time?: string | undefined;
    readonly open: string;
    readonly high: string;
    readonly low: string;
    readonly close: string;
    readonly volume?: string | undefined;
    readonly amount?: string | undefined;
  };
  /** Prices in the file are divided by this. */
  readonly priceScale?: number | undefined;
  /** Volumes in the file are multiplied by this, e.g. 100 for lots. */
  readonly volumeScale?: number | undefined;
  readonly licence?: string | undefined;
}

const name = v.pipe(v.string(), v.minLength(1));
const column = v.optional(name);
const scale = v.optional(v.pipe(v.number(), v.minValue(Number.MIN_VALUE)));
const mappingSchema: v.GenericSchema<unknown, ColumnMapping> = v.strictObject({
  market: v.picklist(['SSE', 'SZSE', 'NYSE', 'NASDAQ', 'CFFEX', 'FX']),
  intervalMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440)),
  stamps: v.optional(v.picklist(['start', 'end'])),
  columns: v.strictObject({
    instrument: column,
    datetime: column,
    date: column,
    time: column,
    open: name,
    high: name,
    low: name,
    close: name,
    volume: column,
    amount: column,
  }),
  priceScale: scale,
  volumeScale: scale,
  licence: v.optional(v.string()),
});

/** The description of a data set from a mapping. @throws ConfigError listing everything that is wrong with it */
export function mappedDataset(id: string, mapping: ColumnMapping): BarDataset {
  const parsed = v.safeParse(mappingSchema, mapping);
  const problems = parsed.success ? [] : parsed.issues;
  const issues = problems.map((issue) => ({
    path: issue.path?.map((p) => String(p.key)).join('.') ?? 'mapping',
    expected: issue.expected ?? issue.message,
    received: issue.received,
    remedy: 'see data/README.md, your own bars',
  }));
  if (parsed.success && !parsed.output.columns.datetime && !parsed.output.columns.date) {
    issues.push({
      path: 'columns',
      expected: 'datetime, or date',
      received: 'neither',
      remedy: 'name the column with the date',
    });
  }
  if (!parsed.success || issues.length > 0) throw new ConfigError(issues, `the column mapping of ${id} was refused`);
  const {
    columns,
    intervalMinutes,
    stamps = 'end',
    priceScale = 1,
    volumeScale = 1,
    market,
    licence = 'the user’s own',
  } = parsed.output;
  const stamp = columns.datetime ? `replace(${identifier(columns.datetime)}, 'T', ' ')` : undefined;
  const day = stamp ? `${stamp}[1:10]` : identifier(columns.date as string);
  const time = columns.time ? identifier(columns.time) : `${stamp}[12:]`;
  const clock = `CAST(epoch(TRY_CAST(${time} AS TIME)) * 1000 AS INTEGER)${stamps === 'start' ? ` + ${intervalMinutes * 60_000}` : ''}`;
  const scaled = (name: string, scale: string): string =>
    scale === '' ? identifier(name) : `TRY_CAST(${identifier(name)} AS DOUBLE) ${scale}`;
  const price = (of: string): string => scaled(of, priceScale === 1 ? '' : `/ ${priceScale}`);
  return {
    id,
    title: `${id}, ${intervalMinutes === 1440 ? 'daily' : `${intervalMinutes}-minute`} bars of the user's own`,
    market,
    intervalMinutes,
    folder: '.',
    files: /(.*)/,
    header: Object.values(columns).filter((c) => c !== undefined),
    columns: {
      ...(columns.instrument ? { instrument: identifier(columns.instrument) } : {}),
      day,
      endMs: intervalMinutes === 1440 ? '86400000' : clock,
      open: price(columns.open),
      high: price(columns.high),
      low: price(columns.low),
      close: price(columns.close),
      ...(columns.volume ? { volume: scaled(columns.volume, volumeScale === 1 ? '' : `* ${volumeScale}`) } : {}),
      ...(columns.amount ? { amount: identifier(columns.amount) } : {}),
    },
    source: 'the user’s own file',
    licence,
    notes: [],
    tolerated: [],
  };
}
