/** A binary tree of sums over priorities: draws an index in proportion to its priority, and changes one, in log₂ n steps. */
import { memberOf, restoreArray, type Snapshot, StrataError } from '../../core/index.js';

/** Priorities ≥ 0 of n items, all 0 at first. */
export class SumTree {
  private readonly leaves: number;
  /** Node 1 is the root, node k has the children 2k and 2k + 1; the leaves come last. */
  private readonly sums: Float64Array;

  constructor(readonly size: number) {
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(2, size)));
    this.sums = new Float64Array(2 * this.leaves);
  }

  /** Sum of all priorities. */
  get total(): number {
    return this.sums[1] as number;
  }

  get byteLength(): number {
    return this.sums.byteLength;
  }

  get(item: number): number {
    return this.sums[this.leaves + item] as number;
  }

  /** @throws StrataError for a priority that is negative or not finite */
  set(item: number, priority: number): void {
    if (!(priority >= 0 && priority < Number.POSITIVE_INFINITY))
      throw new StrataError(`a priority is a finite number ≥ 0; received ${priority} for item ${item}`);
    let node = this.leaves + item;
    this.sums[node] = priority;
    // Summed anew from both children, not by a difference, so that rounding does not pile up.
    for (node >>= 1; node >= 1; node >>= 1)
      this.sums[node] = (this.sums[2 * node] as number) + (this.sums[2 * node + 1] as number);
  }

  /** The item in whose part of [0, total) the point lies; never one of priority 0 where the total is above 0. */
  find(point: number): number {
    let node = 1;
    while (node < this.leaves) {
      const left = this.sums[2 * node] as number;
      // An empty right half is never entered, whatever rounding made of the point.
      if (point < left || this.sums[2 * node + 1] === 0) node = 2 * node;
      else {
        point -= left;
        node = 2 * node + 1;
      }
    }
    return node - this.leaves;
  }

  save(): Snapshot {
    return { sums: this.sums.slice() };
  }

  load(state: Snapshot): void {
    restoreArray(this.sums, memberOf(state, 'sums'), 'priorities');
  }
}
