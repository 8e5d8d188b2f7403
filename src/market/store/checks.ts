/** Checks of bars, each by name: numbers, times, order, duplicates, OHLC, signs, missing bars, zero volume, volume jumps. */
import type { Problem } from '../../core/index.js';
import { barsPerDay } from '../calendar/sessions.js';
import type { BarDataset, CheckName } from '../datasets/description.js';
import { priceColumns, type RawBars } from './read-bars.js';

/** A check with what it found. */
export interface CheckOutcome {
  readonly name: CheckName;
  /** Problems in all; `examples` shows the first ones. */
  readonly count: number;
  readonly examples: readonly Problem[];
}

/** Findings that never refuse data: they are facts of the market as often as defects. */
export const warningsOnly: ReadonlySet<CheckName> = new Set(['missing bars', 'zero volume', 'volume jumps']);

const kept = 50;

/** A volume is called a jump when it is this many times the median of its instrument's bars. */
const jumpFactor = 100;

class Findings {
  private readonly found = new Map<CheckName, { count: number; examples: Problem[] }>();

  constructor(names: readonly CheckName[]) {
    for (const name of names) this.found.set(name, { count: 0, examples: [] });
  }

  add(name: CheckName, problem: Problem): void {
    const entry = this.found.get(name) ?? { count: 0, examples: [] };
    entry.count++;
    if (entry.examples.length < kept) entry.examples.push(problem);
    this.found.set(name, entry);
  }

  outcomes(): CheckOutcome[] {
    return [...this.found].map(([name, { count, examples }]) => ({ name, count, examples }));
  }
}

/** Checks the bars of one file; bars of one instrument must follow each other in time. A bar without trades may have prices of zero. */
export function checkBars(bars: RawBars, file: string, dataset: BarDataset): CheckOutcome[] {
  const findings = new Findings([
    'numbers',
    'times',
    'order',
    'duplicates',
    'ohlc',
    'sign',
    'missing bars',
    'zero volume',
    'volume jumps',
  ]);
  checkRows(bars, file, dataset, findings);
  checkOrder(bars, file, findings);
  checkDays(bars, file, dataset, findings);
  if (dataset.columns.volume) checkVolumes(bars, file, findings);
  return findings.outcomes();
}

function checkRows(bars: RawBars, file: string, dataset: BarDataset, findings: Findings): void {
  for (let n = 0; n < bars.row.length; n++) {
    const row = bars.row[n] as number;
    const at = (column: string, value: number): Pick<Problem, 'file' | 'row' | 'column' | 'value'> => ({
      file,
      row,
      column,
      value: String(value),
    });
    if (bars.day[n] === '') {
      findings.add('times', {
        file,
        row,
        column: 'day',
        problem: 'the date cannot be read',
        remedy: 'write it as in the other rows',
      });
    }
    const end = bars.endMs[n] as number;
    if (!(end > 0 && end <= 86_400_000)) {
      findings.add('times', {
        ...at('time', end),
        problem: 'the time of day cannot be read',
        remedy: 'write it as in the other rows',
      });
    }
    const [open = 0, high = 0, low = 0, close = 0] = priceColumns.map((c) => bars[c][n] as number);
    let readable = true;
    for (const column of priceColumns) {
      const value = bars[column][n] as number;
      if (Number.isNaN(value)) {
        readable = false;
        findings.add('numbers', {
          file,
          row,
          column,
          problem: 'is empty or no number',
          remedy: 'correct the cell or remove the row',
        });
      } else if (value < 0 || (value === 0 && bars.volume[n] !== 0)) {
        findings.add('sign', {
          ...at(column, value),
          problem: 'a price must be above zero',
          remedy: 'correct the cell or remove the row',
        });
      }
    }
    const volume = bars.volume[n] as number;
    if (Number.isNaN(volume)) {
      findings.add('numbers', {
        file,
        row,
        column: 'volume',
        problem: 'is empty or no number',
        remedy: 'correct the cell or remove the row',
      });
    } else if (volume < 0) {
      findings.add('sign', {
        ...at('volume', volume),
        problem: 'a volume must not be negative',
        remedy: 'correct the cell or remove the row',
      });
    } else if (volume === 0 && dataset.columns.volume) {
      findings.add('zero volume', {
        file,
        row,
        column: 'volume',
        problem: 'nothing was traded',
        remedy: 'none needed where the day was suspended',
      });
    }
    if (!readable) continue;
    if (low > Math.min(open, close)) {
      findings.add('ohlc', {
        ...at('low', low),
        problem: `low is above open ${open} or close ${close}`,
        remedy: 'correct the bar',
      });
    } else if (high < Math.max(open, close)) {
      findings.add('ohlc', {
        ...at('high', high),
        problem: `high is below open ${open} or close ${close}`,
        remedy: 'correct the bar',
      });
    }
  }
}

function checkOrder(bars: RawBars, file: string, findings: Findings): void {
  const last = new Map<string, string>();
  const seen = new Set<string>();
  for (let n = 0; n < bars.row.length; n++) {
    const instrument = bars.instrument[n] as string;
    const stamp = `${bars.day[n]} ${String(bars.endMs[n]).padStart(8, '0')}`;
    const row = bars.row[n] as number;
    const key = `${instrument} ${stamp}`;
    const previous = last.get(instrument);
    if (seen.has(key)) {
      findings.add('duplicates', {
        file,
        row,
        value: key,
        problem: 'this bar stands twice',
        remedy: 'remove one of the two rows',
      });
    } else if (previous !== undefined && stamp < previous) {
      findings.add('order', {
        file,
        row,
        value: stamp,
        problem: `comes after ${previous}`,
        remedy: 'sort the rows by time',
      });
    }
    seen.add(key);
    last.set(instrument, stamp);
  }
}

function checkDays(bars: RawBars, file: string, dataset: BarDataset, findings: Findings): void {
  if (dataset.intervalMinutes >= 1440) return;
  const expected = barsPerDay(dataset.market, dataset.intervalMinutes);
  const counts = new Map<string, { count: number; row: number }>();
  for (let n = 0; n < bars.row.length; n++) {
    const key = `${bars.instrument[n]} ${bars.day[n]}`;
    const entry = counts.get(key) ?? { count: 0, row: bars.row[n] as number };
    entry.count++;
    counts.set(key, entry);
  }
  for (const [value, { count, row }] of counts) {
    if (count >= expected) continue;
    findings.add('missing bars', {
      file,
      row,
      value,
      problem: `${count} of ${expected} bars`,
      remedy: 'none needed on half days; else fetch the day again',
    });
  }
}

function checkVolumes(bars: RawBars, file: string, findings: Findings): void {
  const rows = new Map<string, number[]>();
  for (let n = 0; n < bars.row.length; n++) {
    if (!((bars.volume[n] as number) > 0)) continue;
    const instrument = bars.instrument[n] as string;
    const list = rows.get(instrument);
    if (list) list.push(n);
    else rows.set(instrument, [n]);
  }
  for (const list of rows.values()) {
    const sorted = Float64Array.from(list, (n) => bars.volume[n] as number).sort();
    const median = sorted[sorted.length >> 1] as number;
    for (const n of list) {
      const volume = bars.volume[n] as number;
      if (volume <= jumpFactor * median) continue;
      findings.add('volume jumps', {
        file,
        row: bars.row[n] as number,
        column: 'volume',
        value: String(volume),
        problem: `${Math.round(volume / median)} times the instrument's median bar`,
        remedy: 'check the unit (shares or lots)',
      });
    }
  }
}
