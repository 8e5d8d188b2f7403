/**
 * Replay memory: the newest transitions of N slots, drawn uniformly or by priority (Schaul et al. 2016), with n-step returns (Sutton 1988)
 * and semi-Markov discounts γ^τ (Sutton, Precup and Singh 1999) computed when a batch is drawn.
 */
import {
  type Generator,
  memberOf,
  type NumericArray,
  restoreArray,
  type Snapshot,
  StrataError,
} from '../../core/index.js';
import {
  type ActionSpace,
  type Actions,
  actionBuffer,
  type Observation,
  type ObservationSpace,
} from '../../environment/index.js';
import { SumTree } from './sum-tree.js';
import { rowKinds, type StepColumns, TransitionRows } from './transitions.js';

/** How transitions are drawn by priority. */
export interface PriorityOptions {
  /** Exponent of the priority: 0 uniform, 1 in proportion; the paper's 0.6. */
  readonly alpha?: number;
  /** Added to |error| so that nothing is never drawn; default 1e-6. */
  readonly epsilon?: number;
}

export interface ReplayMemoryOptions {
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  /** Episodes that run at once. */
  readonly slots: number;
  /** Transitions kept, ≥ 1; episodes that are cut off take one more row each. */
  readonly capacity: number;
  /** γ in [0, 1]. */
  readonly discount: number;
  /** Whether γ counts for each step of the market, γ^τ over an action that took τ, or once an action whatever it took. Default `step`. */
  readonly discountEach?: 'step' | 'action';
  /** n of n-step returns; default 1. A chain is shorter where its episode ends or has not gone on yet. */
  readonly steps?: number;
  /** Whether choices can be forbidden; default false. */
  readonly masked?: boolean;
  /** Default: uniform. */
  readonly priority?: PriorityOptions;
}

/** B transitions in columns that are allocated once. */
export interface ReplayBatch {
  readonly size: number;
  /** Pairs (day, snapshot) before the action and at the end of the chain [B × 2]; empty without a market part. */
  readonly market: Int32Array;
  readonly nextMarket: Int32Array;
  /** [B × width]. */
  readonly values: Float32Array;
  readonly nextValues: Float32Array;
  /** [B × actionWidth]. */
  readonly actions: Actions;
  /** Σ of the chain's rewards, each discounted by the steps before it [B]. */
  readonly rewards: Float32Array;
  /** What the value of the next observation is worth: γ^(all steps of the chain), 0 where the episode terminated [B]. */
  readonly discounts: Float32Array;
  /** 1 where a choice is allowed at the next observation [B × choices]; all 1 without masks, empty for continuous actions. */
  readonly nextMask: Float32Array;
  /** Importance weights, at most 1 in a batch [B]; 1 for uniform draws. */
  readonly weights: Float32Array;
  /** Rows of the memory [B]. */
  readonly rows: Int32Array;
  /** Which transitions they are: slot + slots × (number of the row in its slot) [B]. */
  readonly ids: Float64Array;
  /** The columns that are not empty, except rows and ids, by name: inputs for a learner's update. */
  readonly inputs: Readonly<Record<string, NumericArray>>;
}

/** Transitions of N slots in rings of equal length. */
export class ReplayMemory {
  private readonly rows: TransitionRows;
  private readonly tree: SumTree | null;
  private readonly length: number;
  /** Row (within its slot) that holds the slot's current observation, −1 before the first. */
  private readonly head: Int32Array;
  /** Rows ever begun in each slot. */
  private readonly begun: Uint32Array;
  private readonly powers: Float64Array;
  private readonly chain: number;
  private readonly alpha: number;
  private readonly epsilon: number;
  private transitions = 0;
  private highest = 1;

  constructor(private readonly options: ReplayMemoryOptions) {
    const { slots, capacity, discount, steps = 1, masked = false, priority } = options;
    check('slots', slots, 1, 2 ** 20, true);
    check('capacity', capacity, slots, 2 ** 30, true);
    check('discount', discount, 0, 1);
    check('steps of a return', steps, 1, 2 ** 16, true);
    // One row more a slot, for the observation whose action is not known yet; one to cut off an episode.
    this.length = Math.ceil(capacity / slots) + 2;
    this.rows = new TransitionRows(slots * this.length, options.observationSpace, options.actionSpace, masked);
    this.head = new Int32Array(slots).fill(-1);
    this.begun = new Uint32Array(slots);
    this.powers = Float64Array.from({ length: 1024 }, (_, k) => discount ** k);
    this.chain = steps;
    this.tree = priority ? new SumTree(slots * this.length) : null;
    this.alpha = priority?.alpha ?? 0.6;
    this.epsilon = priority?.epsilon ?? 1e-6;
    check('alpha', this.alpha, 0, 1);
  }

  /** Transitions that can be drawn. */
  get size(): number {
    return this.transitions;
  }

  /** Bytes of all columns. */
  get byteLength(): number {
    const columns = Object.values(this.rows.columns()).reduce((sum, [column]) => sum + column.byteLength, 0);
    return (
      columns + this.head.byteLength + this.begun.byteLength + this.powers.byteLength + (this.tree?.byteLength ?? 0)
    );
  }

  /** Notes the first observation of every slot, or of those where `slots` is 1: after a reset or a restart from outside. */
  begin(observation: Observation, mask: Uint8Array | null, slots?: Uint8Array): void {
    for (let slot = 0; slot < this.head.length; slot++)
      if (slots === undefined || slots[slot] === 1) this.show(slot, observation, mask);
  }

  /**
   * Notes a step: what was done in the observation noted before, and what came of it.
   * @param slots where given, only slots with a 1 are noted; the others have not finished an action
   */
  record(step: StepColumns, actions: Actions, slots?: Uint8Array): void {
    const { rows } = this;
    for (let slot = 0; slot < this.head.length; slot++) {
      if (slots !== undefined && slots[slot] !== 1) continue;
      const row = this.rowOf(slot);
      rows.writeAction(row, actions, slot);
      rows.rewards[row] = step.rewards[slot] as number;
      rows.durations[row] = durationOf(step, slot);
      const kind =
        step.terminated[slot] === 1
          ? rowKinds.terminated
          : step.truncated[slot] === 1
            ? rowKinds.truncated
            : rowKinds.going;
      this.mark(row, kind);
      if (kind === rowKinds.truncated) {
        this.show(slot, step.finalObservation, null);
        this.mark(this.rowOf(slot), rowKinds.last);
      }
      this.show(slot, step.observation, step.actionMask);
    }
  }

  /** Room for batches of `size`. */
  batch(size: number): ReplayBatch {
    const { observationSpace, actionSpace } = this.options;
    const market = observationSpace.market ? 2 * size : 0;
    const values = size * this.rows.valuesWidth;
    const columns = {
      market: new Int32Array(market),
      nextMarket: new Int32Array(market),
      values: new Float32Array(values),
      nextValues: new Float32Array(values),
      actions: actionBuffer(actionSpace, size),
      rewards: new Float32Array(size),
      discounts: new Float32Array(size),
      nextMask: new Float32Array(size * this.rows.choices),
      weights: new Float32Array(size),
    };
    const inputs = Object.fromEntries(Object.entries(columns).filter(([, column]) => column.length > 0));
    return { size, ...columns, rows: new Int32Array(size), ids: new Float64Array(size), inputs };
  }

  /**
   * Draws a batch with replacement into its columns.
   * @param beta exponent of the importance weights of prioritised draws, in [0, 1]
   * @throws StrataError while the memory is empty
   */
  sample(random: Generator, batch: ReplayBatch, beta = 1): void {
    if (this.transitions === 0)
      throw new StrataError('the replay memory is empty: record transitions before a batch is drawn');
    if (this.tree) this.drawByPriority(this.tree, random, batch, beta);
    else this.drawUniformly(random, batch);
    for (let b = 0; b < batch.size; b++) this.fill(batch, b);
  }

  /**
   * Gives the transitions of a batch new priorities (|error| + ε)^α; nothing where draws are uniform.
   * @param errors temporal-difference errors [B]; call it before further transitions are recorded
   */
  prioritise(batch: ReplayBatch, errors: ArrayLike<number>): void {
    if (!this.tree) return;
    for (let b = 0; b < batch.size; b++) {
      const priority = Math.abs(errors[b] as number) + this.epsilon;
      this.highest = Math.max(this.highest, priority);
      this.tree.set(batch.rows[b] as number, priority ** this.alpha);
    }
  }

  /** Everything from which `load` goes on exactly; the unused part of a memory that is not full is left out. */
  save(): Snapshot {
    const used = this.usedRows();
    return {
      head: this.head.slice(),
      begun: this.begun.slice(),
      transitions: this.transitions,
      highest: this.highest,
      columns: Object.fromEntries(
        Object.entries(this.rows.columns()).map(([name, [column, width]]) => [name, column.slice(0, used * width)]),
      ),
      tree: this.tree?.save() ?? null,
    };
  }

  /** @throws StrataError where the state is of a memory of another shape */
  load(state: Snapshot): void {
    restoreArray(this.head, memberOf(state, 'head'), 'heads of a replay memory');
    restoreArray(this.begun, memberOf(state, 'begun'), 'row counts of a replay memory');
    this.transitions = memberOf(state, 'transitions') as number;
    this.highest = memberOf(state, 'highest') as number;
    const columns = memberOf(state, 'columns');
    const used = this.usedRows();
    for (const [name, [column, width]] of Object.entries(this.rows.columns())) {
      restoreArray(column.subarray(0, used * width), memberOf(columns, name), `replay ${name}`);
      column.fill(0, used * width);
    }
    this.tree?.load(memberOf(state, 'tree'));
  }

  /** Row of the slot's current observation. Slots lie side by side, so a memory that is half full is a prefix of its columns. */
  private rowOf(slot: number, back = 0): number {
    const head = this.head[slot] as number;
    if (head < 0)
      throw new StrataError('a replay memory notes first observations before steps: call begin after reset');
    return ((head - back + this.length) % this.length) * this.head.length + slot;
  }

  private usedRows(): number {
    let most = 0;
    for (const begun of this.begun) most = Math.max(most, Math.min(begun, this.length));
    return most * this.head.length;
  }

  private show(slot: number, observation: Observation, mask: Uint8Array | null): void {
    this.head[slot] = ((this.head[slot] as number) + 1) % this.length;
    const row = this.rowOf(slot);
    this.mark(row, rowKinds.empty);
    this.rows.age[row] = this.begun[slot] as number;
    this.begun[slot] = (this.begun[slot] as number) + 1;
    this.rows.writeObservation(row, observation, mask, slot);
  }

  private mark(row: number, kind: number): void {
    const was = (this.rows.kind[row] as number) >= rowKinds.going;
    const is = kind >= rowKinds.going;
    this.rows.kind[row] = kind;
    this.transitions += Number(is) - Number(was);
    if (this.tree && (is || was)) this.tree.set(row, is ? this.highest ** this.alpha : 0);
  }

  private drawUniformly(random: Generator, batch: ReplayBatch): void {
    const used = this.usedRows();
    batch.weights.fill(1);
    for (let b = 0; b < batch.size; b++) {
      let row = random.integer(used);
      // Rows that are no transitions: one current observation a slot, and last observations of episodes cut off.
      while ((this.rows.kind[row] as number) < rowKinds.going) row = random.integer(used);
      batch.rows[b] = row;
    }
  }

  /** One draw from each of B equal parts of the total priority. */
  private drawByPriority(tree: SumTree, random: Generator, batch: ReplayBatch, beta: number): void {
    let most = 0;
    for (let b = 0; b < batch.size; b++) {
      const row = tree.find(((b + random.uniform()) / batch.size) * tree.total);
      batch.rows[b] = row;
      const weight = ((this.transitions * tree.get(row)) / tree.total) ** -beta;
      batch.weights[b] = weight;
      most = Math.max(most, weight);
    }
    for (let b = 0; b < batch.size; b++) batch.weights[b] = (batch.weights[b] as number) / most;
  }

  /** Reads place b of a batch from its row: observation, action, and the chain of rewards behind them. */
  private fill(batch: ReplayBatch, b: number): void {
    const { rows, length } = this;
    const slots = this.head.length;
    const first = batch.rows[b] as number;
    const slot = first % slots;
    let row = first;
    let reward = 0;
    let passed = 0;
    let kind: number = rowKinds.empty;
    for (let k = 0; k < this.chain; k++) {
      kind = rows.kind[row] as number;
      reward += this.power(passed) * (rows.rewards[row] as number);
      passed += this.options.discountEach === 'action' ? 1 : (rows.durations[row] as number);
      if (kind === rowKinds.terminated) break;
      row = ((Math.floor(row / slots) + 1) % length) * slots + slot;
      if (kind === rowKinds.truncated || rows.kind[row] === rowKinds.empty) break;
    }
    rows.readObservation(first, batch.market, batch.values, b);
    rows.readAction(first, batch.actions, b);
    batch.rewards[b] = reward;
    batch.discounts[b] = kind === rowKinds.terminated ? 0 : this.power(passed);
    rows.readObservation(row, batch.nextMarket, batch.nextValues, b);
    rows.readMask(row, batch.nextMask, b);
    batch.ids[b] = slot + slots * (rows.age[first] as number);
  }

  private power(steps: number): number {
    return steps < this.powers.length ? (this.powers[steps] as number) : this.options.discount ** steps;
  }
}

/** Two bytes hold a duration. */
function durationOf({ durations }: StepColumns, slot: number): number {
  const duration = durations[slot] as number;
  if (duration >= 1 && duration < 2 ** 16) return duration;
  throw new StrataError(`an action takes 1 to 65535 steps; received ${duration} for slot ${slot}`);
}

function check(what: string, value: number, low: number, high: number, whole = false): void {
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value)))
    throw new StrataError(
      `${what} of a replay memory: expected ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}, received ${value}`,
    );
}
