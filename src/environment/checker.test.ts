import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { checkActions } from './actions.js';
import { type CheckOptions, checkEnvironment } from './checker.js';
import { type Environment, environmentBuffers } from './environment.js';
import { chainEnvironment } from './examples/chain.js';
import { banditEnvironment } from './examples/contextual-bandit.js';
import { identityEnvironment } from './examples/identity.js';
import { keyDoorEnvironment } from './examples/key-door.js';
import { lqrEnvironment } from './examples/lqr.js';
import { matrixGameEnvironment } from './examples/matrix-game.js';
import { liquidationEnvironment } from './examples/optimal-liquidation.js';
import { simplexBanditEnvironment } from './examples/simplex-bandit.js';
import { environmentOf } from './rules.js';
import { box, discrete, multiDiscrete, simplex } from './spaces.js';
import { episodeStatistics } from './wrappers/episode-statistics.js';
import { rewardScale } from './wrappers/reward-scale.js';
import { fitScalerOn, scaledObservations } from './wrappers/scaled-observations.js';
import { timeLimit } from './wrappers/time-limit.js';

const sound: Record<string, (count: number) => Environment> = {
  'identity, discrete': (n) => identityEnvironment(n, 'discrete'),
  'identity, multi-discrete': (n) => identityEnvironment(n, 'multi-discrete'),
  'identity, box': (n) => identityEnvironment(n, 'box', true),
  chain: (n) => chainEnvironment(n),
  bandit: (n) => banditEnvironment(n),
  lqr: (n) => lqrEnvironment(n),
  'key and door': (n) => keyDoorEnvironment(n),
  'simplex bandit': (n) => simplexBanditEnvironment(n),
  'optimal liquidation': (n) => liquidationEnvironment(n),
  'matrix game': (n) => matrixGameEnvironment(n),
  'masked branches': (n) => maskedWalk(n),
  'simplex options': (n) => simplexOptions(n),
  'book walk': (n) => bookWalk(n),
  'all wrappers': (n) =>
    scaledObservations(
      rewardScale(episodeStatistics(timeLimit(chainEnvironment(n), 7)), 0.1, 1),
      fitScalerOn(chainEnvironment(4), 100, generator(5)),
    ),
};

it.each(Object.keys(sound))('finds nothing wrong with %s', (name) => {
  expect(checkEnvironment(sound[name] as (n: number) => Environment, { steps: 150 })).toEqual([]);
});

/** Two branches, the second of which is masked by the state. */
function maskedWalk(count: number): Environment {
  return environmentOf(
    {
      name: 'masked walk',
      observationSpace: { market: null, values: box(1, 0, 9), names: ['place'] },
      actionSpace: multiDiscrete([2, 3]),
      stateWidth: 1,
      start: (state, at, random) => {
        state[at] = random.integer(5);
      },
      step: (state, at, actions, actionAt, _, outcome) => {
        state[at] = (state[at] as number) + (actions[actionAt + 1] as number);
        outcome.reward = actions[actionAt] as number;
        outcome.terminated = (state[at] as number) >= 9;
        if (outcome.terminated) state[at] = 9;
      },
      observe: (state, at, values, valuesAt) => {
        values[valuesAt] = state[at] as number;
      },
      mask: (state, at, mask, maskAt) => {
        mask.fill(1, maskAt, maskAt + 5);
        mask[maskAt + 2] = (state[at] as number) % 2;
      },
    },
    count,
  );
}

/** Options of random length whose actions are weights. */
function simplexOptions(count: number): Environment {
  return environmentOf(
    {
      name: 'simplex options',
      observationSpace: { market: null, values: box(3, 0, 1), names: ['a', 'b', 'c'] },
      actionSpace: simplex(3),
      stateWidth: 3,
      start: (state, at, random) => {
        for (let k = 0; k < 3; k++) state[at + k] = random.uniform();
      },
      step: (state, at, actions, actionAt, random, outcome) => {
        for (let k = 0; k < 3; k++) outcome.reward += (state[at + k] as number) * (actions[actionAt + k] as number);
        outcome.duration = 1 + random.integer(10);
        outcome.terminated = random.uniform() < 0.1;
        for (let k = 0; k < 3; k++) state[at + k] = random.uniform();
      },
      observe: (state, at, values, valuesAt) => {
        for (let k = 0; k < 3; k++) values[valuesAt + k] = state[at + k] as number;
      },
    },
    count,
  );
}

interface Faults {
  /** Snapshots that a row of the table looks ahead. */
  readonly tableAhead?: number;
  /** Snapshots that the reward looks ahead. */
  readonly rewardAhead?: number;
  readonly rows?: number;
}

/** Walks through two days of prices; observations are pairs (day, snapshot) and the price paid. */
function bookWalk(count: number, { tableAhead = 0, rewardAhead = 0, rows = 60 }: Faults = {}): Environment {
  const prices = Float32Array.from({ length: 200 }, (_, i) => ((i * 7919) % 101) / 10);
  const price = (day: number, t: number): number => (t < rows ? (prices[100 * day + t] as number) : 0);
  const dayStart = Int32Array.of(0, rows, 2 * rows);
  const values = Float32Array.from({ length: 2 * rows }, (_, r) =>
    price(Math.floor(r / rows), (r % rows) + tableAhead),
  );
  const actionSpace = discrete(2);
  const observationSpace = {
    market: { columns: ['price'], dayStart, values },
    values: box(1, 0, 1000),
    names: ['price paid'],
  };
  const buffers = environmentBuffers(count, observationSpace, actionSpace);
  const { observation, finalObservation, rewards, truncated } = buffers;
  const at = new Int32Array(count);
  const show = (slot: number): void => {
    const day = slot % 2;
    observation.market.set([day, at[slot] as number], 2 * slot);
    observation.values[slot] = price(day, at[slot] as number);
  };
  const begin = (slot: number): void => {
    at[slot] = 0;
    show(slot);
  };
  return {
    ...buffers,
    name: 'book walk',
    count,
    observationSpace,
    actionSpace,
    info: {},
    span: { from: '2020-09-01', to: '2020-09-02' },
    reset: () => {
      for (let slot = 0; slot < count; slot++) begin(slot);
    },
    restart: (slots) => {
      for (let slot = 0; slot < count; slot++) if (slots[slot] === 1) begin(slot);
    },
    step: (actions) => {
      checkActions(actionSpace, count, actions);
      for (let slot = 0; slot < count; slot++) {
        rewards[slot] = (actions[slot] as number) * price(slot % 2, (at[slot] as number) + 1 + rewardAhead);
        at[slot] = (at[slot] as number) + 1;
        show(slot);
        truncated[slot] = at[slot] === rows - 1 ? 1 : 0;
        if (truncated[slot] === 0) continue;
        finalObservation.market.set(observation.market.subarray(2 * slot, 2 * slot + 2), 2 * slot);
        finalObservation.values[slot] = observation.values[slot] as number;
        begin(slot);
      }
    },
    save: () => ({ at: at.slice() }),
    load: (state) => {
      at.set((state as { at: Int32Array }).at);
      for (let slot = 0; slot < count; slot++) show(slot);
    },
  };
}

describe('looking ahead', () => {
  const check = (faults: Faults): readonly string[] => {
    const make = (n: number): Environment => bookWalk(n, faults);
    const truncated = [{ make: (n: number) => bookWalk(n, { ...faults, rows: 31 }), steps: 29 }];
    return checkEnvironment(make, { steps: 50, truncated }).map((p) => `${p.check}: ${p.problem}`);
  };

  it('is not found where there is none', () => expect(check({})).toEqual([]));

  it('is found in rewards', () => {
    expect(check({ rewardAhead: 5 })).toEqual([
      expect.stringMatching(
        /^look-ahead: over data that end later, an observation or reward is another one after 2\d steps/,
      ),
    ]);
  });

  it('is found in the market table', () => {
    expect(check({ tableAhead: 3 })).toEqual([
      expect.stringMatching(/look-ahead: .*column price of day 0, snapshot 28 is another number/),
    ]);
  });
});

describe('finds', () => {
  /** A chain with one fault. */
  const broken = (fault: (inner: Environment, count: number) => Partial<Environment>) => (count: number) => {
    const inner = timeLimit(chainEnvironment(count), 10);
    return { ...inner, ...fault(inner, count) };
  };
  const checks = (make: (count: number) => Environment, options: CheckOptions = {}): readonly string[] =>
    checkEnvironment(make, { steps: 60, ...options }).map((p) => p.check);

  it('columns of another kind or length', () => {
    expect(checks(broken((_, n) => ({ rewards: new Float32Array(n) as unknown as Float64Array })))).toEqual(['kind']);
    expect(checks(broken((_, n) => ({ terminated: new Uint8Array(n + 1) })))).toEqual(['shape']);
    expect(checks(broken(() => ({ info: { spreadTicks: new Int32Array(2) } })))).toEqual(['shape']);
  });

  it('numbers out of bounds', () => {
    expect(
      checks(broken((inner) => ({ observationSpace: { ...inner.observationSpace, values: box(5, 0, 0.5) } }))),
    ).toEqual(['bounds']);
    const nan = broken((inner) => ({
      step: (actions) => {
        inner.step(actions);
        inner.rewards[0] = Number.NaN;
      },
    }));
    expect(checks(nan)).toEqual(['bounds']);
  });

  it('columns that move or are shared', () => {
    expect(
      checks((n) => {
        const inner = chainEnvironment(n);
        const moving = { ...inner, rewards: new Float64Array(n) };
        moving.step = (actions) => {
          inner.step(actions);
          (moving as { rewards: Float64Array }).rewards = inner.rewards.slice();
        };
        return moving;
      }),
    ).toEqual(['buffers']);
    const shared = new Uint8Array(8);
    expect(checks(broken((_, n) => ({ terminated: shared.subarray(0, n) })))).toEqual([]);
    const same = new Int32Array(3).fill(1);
    expect(checks(broken((_, n) => ({ durations: n === 3 ? same : new Int32Array(n).fill(1) })))).toEqual(['buffers']);
  });

  it('randomness from elsewhere', () => {
    let calls = 0;
    const drifting = broken((inner) => ({
      step: (actions) => {
        inner.step(actions);
        inner.rewards[0] = calls++;
      },
    }));
    expect(checks(drifting)).toEqual(['determinism']);
  });

  it('episodes that depend on their neighbours', () => {
    const mixed = broken((inner, count) => ({
      step: (actions) => {
        inner.step(actions);
        if (count > 1) inner.rewards[0] = inner.rewards[1] as number;
      },
    }));
    expect(checks(mixed)).toEqual(['episodes']);
  });

  it('restarts that touch other episodes', () => {
    expect(checks(broken((inner) => ({ restart: (slots) => inner.restart(slots.slice().fill(1)) })))).toEqual([
      'episodes',
    ]);
  });

  it('state that is not saved', () => {
    // The inner chain alone: the time limit's count of steps is lost.
    const forgetful = (count: number): Environment => {
      const inner = chainEnvironment(count);
      const limited = timeLimit(inner, 10);
      return { ...limited, save: () => inner.save(), load: (state) => inner.load(state) };
    };
    expect(checks(forgetful)).toEqual(['save']);
  });

  it('steps that take any action', () => {
    const trusting = broken((inner) => ({ step: (actions) => inner.step(actions.map((a) => (a === 1 ? 1 : 0))) }));
    expect(checks(trusting)).toEqual(['actions']);
  });

  it('a mask that allows nothing', () => {
    const stuck = (count: number): Environment => {
      const inner = maskedWalk(count);
      inner.actionMask?.fill(0);
      return { ...inner, reset: () => inner.actionMask?.fill(0), step: () => {} };
    };
    expect(checks(stuck)).toContain('bounds');
  });
});
