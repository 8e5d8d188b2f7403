/** Rows of what was seen and done, for updates on a policy's own steps. */
import type { NumericArray, Snapshot } from '../../core/index.js';
import { memberOf, restoreArray } from '../../core/index.js';
import { type Actions, actionBuffer, actionWidth, type Environment, maskWidth } from '../../environment/index.js';

/** Columns of `rows` steps; those of an update's inputs by their names there. */
export class StepRows {
  readonly market: Int32Array;
  readonly values: Float32Array;
  readonly actions: Actions;
  readonly mask: Float32Array;
  readonly rewards: Float32Array;
  readonly discounts: Float32Array;
  readonly returns: Float32Array;
  private readonly widths: { readonly values: number; readonly action: number; readonly mask: number };

  constructor(
    readonly rows: number,
    { observationSpace, actionSpace, actionMask }: Environment,
  ) {
    this.widths = {
      values: observationSpace.values.low.length,
      action: actionWidth(actionSpace),
      mask: actionMask ? maskWidth(actionSpace) : 0,
    };
    this.market = new Int32Array(observationSpace.market ? 2 * rows : 0);
    this.values = new Float32Array(rows * this.widths.values);
    this.actions = actionBuffer(actionSpace, rows);
    this.mask = new Float32Array(rows * this.widths.mask);
    this.rewards = new Float32Array(rows);
    this.discounts = new Float32Array(rows);
    this.returns = new Float32Array(rows);
  }

  /** Notes what a slot shows. */
  see(row: number, { observation, actionMask }: Environment, slot: number): void {
    copyRow(observation.market, slot, this.market, row, this.market.length / this.rows);
    copyRow(observation.values, slot, this.values, row, this.widths.values);
    if (actionMask) copyRow(actionMask, slot, this.mask, row, this.widths.mask);
  }

  /** Notes what a slot did. */
  do(row: number, actions: Actions, slot: number): void {
    copyRow(actions, slot, this.actions, row, this.widths.action);
  }

  /** Copies `length` rows of another table of the same kind. */
  take(row: number, from: StepRows, fromRow: number, length: number): void {
    const theirs = from.columns();
    for (const [name, column] of Object.entries(this.columns())) {
      const width = column.length / this.rows;
      const source = theirs[name] as NumericArray;
      column.set(source.subarray(fromRow * width, (fromRow + length) * width), row * width);
    }
  }

  columns(): Readonly<Record<string, NumericArray>> {
    const { market, values, actions, mask, rewards, discounts, returns } = this;
    return { market, values, actions, mask, rewards, discounts, returns };
  }

  save(): Snapshot {
    return Object.fromEntries(Object.entries(this.columns()).map(([name, column]) => [name, column.slice()]));
  }

  load(state: Snapshot): void {
    for (const [name, column] of Object.entries(this.columns()))
      restoreArray(column, memberOf(state, name), `steps' ${name}`);
  }
}

function copyRow(from: ArrayLike<number>, fromRow: number, to: NumericArray, row: number, width: number): void {
  for (let k = 0; k < width; k++) to[row * width + k] = from[fromRow * width + k] as number;
}
