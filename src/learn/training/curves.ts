/** What a training tells over time, as columns: counts, and any numbers by name. */
import { memberOf, type Snapshot } from '../../core/index.js';
import type { Counts } from './schedules.js';

/** `steps`, `episodes`, `updates` and one column for each name that was ever told, NaN where it was not. */
export type CurveColumns = Readonly<Record<string, Float64Array>>;

export class Curves {
  private rows = 0;
  private readonly told = new Map<string, number[]>();

  add({ steps, episodes, updates }: Counts, numbers: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries({ steps, episodes, updates, ...numbers })) {
      const column = this.told.get(name) ?? [];
      while (column.length < this.rows) column.push(Number.NaN);
      column.push(value);
      this.told.set(name, column);
    }
    this.rows++;
  }

  columns(): CurveColumns {
    return Object.fromEntries(
      [...this.told].map(([name, told]) => [
        name,
        Float64Array.from({ length: this.rows }, (_, row) => told[row] ?? Number.NaN),
      ]),
    );
  }

  save(): Snapshot {
    return { rows: this.rows, columns: this.columns() };
  }

  load(state: Snapshot): void {
    this.rows = memberOf(state, 'rows') as number;
    this.told.clear();
    for (const [name, column] of Object.entries(memberOf(state, 'columns') as CurveColumns))
      this.told.set(name, [...column]);
  }
}
