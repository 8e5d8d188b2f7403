/**
 * What a replay memory stores: one row an observation, not two. The observation after a step is the next row of its slot; only an episode
 * that was cut off needs a further row for its last observation, and one that ended by itself needs none, since nothing follows.
 */
import type { NumericArray } from '../../core/index.js';
import {
  type ActionSpace,
  type Actions,
  actionWidth,
  branchesOf,
  type EnvironmentBuffers,
  isDiscrete,
  maskWidth,
  type Observation,
  type ObservationSpace,
} from '../../environment/index.js';

/** What a row is. Rows whose kind is at least `going` are transitions and can be drawn. */
export const rowKinds = { empty: 0, last: 1, going: 2, terminated: 3, truncated: 4 } as const;

/** The columns of a step as an environment, or an agent with rewards of its own, hands them over. */
export type StepColumns = Omit<EnvironmentBuffers, 'finalObservation'> & {
  readonly finalObservation: Observation;
};

/** Columns of `rows` rows. */
export class TransitionRows {
  readonly kind: Uint8Array;
  readonly market: { readonly day: Uint16Array | Int32Array; readonly snapshot: Uint16Array | Int32Array } | null;
  readonly values: Float32Array;
  /** One bit a choice. */
  readonly mask: Uint8Array | null;
  readonly actions: NumericArray;
  readonly rewards: Float32Array;
  readonly durations: Uint16Array;
  /** Number of the row in its slot, counted from the first ever; tells which transition a batch held. */
  readonly age: Uint32Array;
  readonly valuesWidth: number;
  readonly actionWidth: number;
  readonly choices: number;

  constructor(rows: number, observations: ObservationSpace, actions: ActionSpace, masked: boolean) {
    this.valuesWidth = observations.values.low.length;
    this.actionWidth = actionWidth(actions);
    this.choices = maskWidth(actions);
    this.kind = new Uint8Array(rows);
    this.market = observations.market && marketColumns(rows, observations.market.dayStart);
    this.values = new Float32Array(rows * this.valuesWidth);
    this.mask = masked ? new Uint8Array(rows * Math.ceil(this.choices / 8)) : null;
    this.actions = actionColumn(rows * this.actionWidth, actions);
    this.rewards = new Float32Array(rows);
    this.durations = new Uint16Array(rows);
    this.age = new Uint32Array(rows);
  }

  /** Every column with its width, by name. */
  columns(): Readonly<Record<string, readonly [NumericArray, number]>> {
    return {
      kind: [this.kind, 1],
      ...(this.market && { day: [this.market.day, 1], snapshot: [this.market.snapshot, 1] }),
      values: [this.values, this.valuesWidth],
      ...(this.mask && { mask: [this.mask, Math.ceil(this.choices / 8)] }),
      actions: [this.actions, this.actionWidth],
      rewards: [this.rewards, 1],
      durations: [this.durations, 1],
      age: [this.age, 1],
    };
  }

  /** Writes what a slot shows into a row. */
  writeObservation(row: number, from: Observation, mask: Uint8Array | null, slot: number): void {
    if (this.market) {
      this.market.day[row] = from.market[2 * slot] as number;
      this.market.snapshot[row] = from.market[2 * slot + 1] as number;
    }
    const width = this.valuesWidth;
    for (let k = 0; k < width; k++) this.values[row * width + k] = from.values[slot * width + k] as number;
    if (!this.mask) return;
    const bytes = Math.ceil(this.choices / 8);
    this.mask.fill(0, row * bytes, (row + 1) * bytes);
    for (let c = 0; c < this.choices; c++)
      if (mask === null || mask[slot * this.choices + c] === 1)
        this.mask[row * bytes + (c >> 3)] = (this.mask[row * bytes + (c >> 3)] as number) | (1 << (c & 7));
  }

  /** Reads a row's observation into place b of a batch. */
  readObservation(row: number, market: Int32Array, values: Float32Array, b: number): void {
    if (this.market) {
      market[2 * b] = this.market.day[row] as number;
      market[2 * b + 1] = this.market.snapshot[row] as number;
    }
    const width = this.valuesWidth;
    for (let k = 0; k < width; k++) values[b * width + k] = this.values[row * width + k] as number;
  }

  /** Reads a row's mask, 1 where a choice is allowed. */
  readMask(row: number, out: Float32Array, b: number): void {
    const bytes = Math.ceil(this.choices / 8);
    for (let c = 0; c < this.choices; c++)
      out[b * this.choices + c] = this.mask ? ((this.mask[row * bytes + (c >> 3)] as number) >> (c & 7)) & 1 : 1;
  }

  writeAction(row: number, from: Actions, slot: number): void {
    const width = this.actionWidth;
    for (let k = 0; k < width; k++) this.actions[row * width + k] = from[slot * width + k] as number;
  }

  readAction(row: number, out: Actions, b: number): void {
    const width = this.actionWidth;
    for (let k = 0; k < width; k++) out[b * width + k] = this.actions[row * width + k] as number;
  }
}

/** Two bytes a number where days and snapshots allow. */
function marketColumns(rows: number, dayStart: Int32Array): NonNullable<TransitionRows['market']> {
  let longest = 0;
  for (let day = 1; day < dayStart.length; day++)
    longest = Math.max(longest, (dayStart[day] as number) - (dayStart[day - 1] as number));
  const column = (most: number): Uint16Array | Int32Array =>
    most <= 2 ** 16 ? new Uint16Array(rows) : new Int32Array(rows);
  return { day: column(dayStart.length - 1), snapshot: column(longest) };
}

function actionColumn(length: number, space: ActionSpace): NumericArray {
  if (!isDiscrete(space)) return new Float32Array(length);
  const most = Math.max(...branchesOf(space));
  if (most <= 2 ** 8) return new Uint8Array(length);
  return most <= 2 ** 16 ? new Uint16Array(length) : new Int32Array(length);
}
