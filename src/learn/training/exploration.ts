/**
 * How an off-policy agent departs from what it finds best: random choices (ε-greedy, each branch on its own), Gaussian noise, or noise that
 * returns to zero slowly (Ornstein and Uhlenbeck 1930; in DDPG: Lillicrap et al. 2016).
 */
import { type Generator, memberOf, restoreArray, type Snapshot, StrataError } from '../../core/index.js';
import {
  type ActionSpace,
  type Actions,
  actionBuffer,
  actionWidth,
  isDiscrete,
  sampleActions,
} from '../../environment/index.js';
import { type Counts, type Schedule, scheduled } from './schedules.js';

export type Exploration =
  | { readonly kind: 'none' }
  /** Chance that a branch takes one of its allowed choices at random. */
  | { readonly kind: 'epsilon'; readonly epsilon: Schedule }
  /** Independent normal noise; its standard deviation in the action's unit. */
  | { readonly kind: 'gaussian'; readonly deviation: Schedule }
  /** x ← x − θ x dt + σ √dt · normal, from 0 in each episode; defaults θ 0.15, dt 0.01 (ledger `addpg.noise`). */
  | { readonly kind: 'ornstein-uhlenbeck'; readonly sigma: Schedule; readonly theta?: number; readonly dt?: number };

/** Changes best actions in place; its state is part of a checkpoint. */
export interface Explorer {
  explore(actions: Actions, counts: Counts, mask: Uint8Array | null): void;
  /** Noise of these slots begins anew where `slots` is 1; of all where it is missing. */
  begin(slots?: Uint8Array): void;
  save(): Snapshot;
  load(state: Snapshot): void;
}

/** @throws StrataError where the kind does not suit the actions: `epsilon` is for choices, noise for numbers */
export function explorer(exploration: Exploration, space: ActionSpace, count: number, random: Generator): Explorer {
  const width = actionWidth(space);
  const noise = new Float64Array(exploration.kind === 'ornstein-uhlenbeck' ? count * width : 0);
  if (exploration.kind !== 'none' && (exploration.kind === 'epsilon') !== isDiscrete(space))
    throw new StrataError(`exploration by ${exploration.kind} does not suit actions of a ${space.kind} space`);
  const others = actionBuffer(space, count);
  return {
    explore(actions, counts, mask) {
      if (exploration.kind === 'none') return;
      if (exploration.kind === 'epsilon') {
        sampleActions(space, count, random, others, mask);
        const epsilon = scheduled(exploration.epsilon, counts);
        for (let i = 0; i < actions.length; i++) if (random.uniform() < epsilon) actions[i] = others[i] as number;
        return;
      }
      if (exploration.kind === 'gaussian') {
        const deviation = scheduled(exploration.deviation, counts);
        for (let i = 0; i < actions.length; i++) actions[i] = (actions[i] as number) + deviation * random.normal();
      } else {
        const { theta = 0.15, dt = 0.01 } = exploration;
        const step = scheduled(exploration.sigma, counts) * Math.sqrt(dt);
        for (let i = 0; i < actions.length; i++) {
          noise[i] = (1 - theta * dt) * (noise[i] as number) + step * random.normal();
          actions[i] = (actions[i] as number) + (noise[i] as number);
        }
      }
      intoSpace(space, actions);
    },
    begin(slots) {
      if (noise.length === 0) return;
      for (let slot = 0; slot < count; slot++)
        if (slots === undefined || slots[slot] === 1) noise.fill(0, slot * width, (slot + 1) * width);
    },
    save: () => ({ random: { ...random.save() }, noise: noise.slice() }),
    load(state) {
      random.load(memberOf(state, 'random') as unknown as ReturnType<Generator['save']>);
      restoreArray(noise, memberOf(state, 'noise'), 'noise of actions');
    },
  };
}

/** Puts numbers back into their space: to the nearest bound of a box; weights below 0 to 0, and all scaled to a sum of 1. */
export function intoSpace(space: ActionSpace, actions: Actions): void {
  const width = actionWidth(space);
  if (space.kind === 'box') {
    for (let i = 0; i < actions.length; i++) {
      const [low, high] = [space.low[i % width] as number, space.high[i % width] as number];
      actions[i] = Math.min(high, Math.max(low, actions[i] as number));
    }
  } else if (space.kind === 'simplex') {
    for (let from = 0; from < actions.length; from += width) {
      let sum = 0;
      for (let k = from; k < from + width; k++) {
        actions[k] = Math.max(0, actions[k] as number);
        sum += actions[k] as number;
      }
      for (let k = from; k < from + width; k++) actions[k] = sum > 0 ? (actions[k] as number) / sum : 1 / width;
    }
  }
}
