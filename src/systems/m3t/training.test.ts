import { describe, expect, it } from 'vitest';
import { randomBook } from '../../../test/support/random-books.js';
import { useDevice } from '../../compute/index.js';
import { decodeSnapshot, encodeSnapshot, generator } from '../../core/index.js';
import {
  drawnOrders,
  type ExecutionEnvironment,
  executionEnvironment,
  m3tRules,
  packBooks,
} from '../../execution/index.js';
import { bookTable } from '../../features/index.js';
import { rowsFeature } from './backbones.js';
import { type M3tConfig, m3tConfig } from './config.js';
import { type MicroTask, microTask } from './tasks.js';
import { m3tAgent } from './training.js';

await useDevice();
const levels = 3;
const config = m3tConfig.resolve({
  bookWindow: 4,
  microWidth: 8,
  microHeads: 2,
  microFeedForward: 8,
  microPrivateWidth: 4,
  batchSize: 16,
  warmUp: 32,
  replayCapacity: 400,
  learningRate: 1e-3,
  failurePenalty: -50,
});

function environmentOf(own: M3tConfig, slots: number): ExecutionEnvironment<MicroTask> {
  const random = generator('m3t training');
  const days = [1, 2].map((d) => randomBook(random.split(d), { snapshots: 700, levels, day: `2015-01-0${d}` }));
  const pack = packBooks(days);
  const spans = [0, 1].map((day) => ({ day, first: pack.dayStart[day] as number, steps: 640 }));
  const tranches = drawnOrders({ spans, shares: [9000, 60_000], side: -1 });
  return executionEnvironment({
    pack,
    rules: m3tRules,
    market: bookTable(days, [rowsFeature(own)]),
    task: microTask(tranches, own),
    count: slots,
  });
}

describe('the tasks of both traders', () => {
  it('pay every share of a tranche: its subgoals and what none of them took', async () => {
    const environment = environmentOf(config, 4);
    const agent = await m3tAgent({ config, environment, sight: { levels } }, generator(1));
    environment.reset(generator(2));
    agent.begin(environment);
    const { columns } = environment.task;
    let tranches = 0;
    for (let call = 0; call < 1500; call++) {
      const actions = await agent.act(environment);
      const asked = columns.trancheShares.slice();
      environment.step(actions);
      for (let slot = 0; slot < 4; slot++) {
        if (columns.trancheEnded[slot] === 0) continue;
        tranches++;
        const shares = asked[slot] as number;
        const mean = (columns.closedValue[slot] as number) / shares;
        expect(mean).toBeGreaterThan(900);
        expect(mean).toBeLessThan(1100);
        expect(columns.closedForced[slot]).toBeLessThanOrEqual(shares);
      }
      await agent.learn(environment, actions);
    }
    expect(tranches).toBeGreaterThan(6);
    expect(agent.counts.episodes).toBe(tranches);
    expect(agent.counts.updates).toBeGreaterThan(1000);
    expect(agent.meta.memory.size).toBeGreaterThan(20);
    agent.dispose();
  });

  it('pay the penalty to who answers for it: 60 000 shares in 640 steps are more than the book takes', async () => {
    const environment = environmentOf(config, 1);
    const { state, task } = environment;
    environment.reset(generator(4));
    // Subgoal 2: 80 steps and 19.2 % of the tranche; waiting fills nothing.
    task.assign(0, 2);
    const shares = state.orderShares[0] as number;
    expect(shares).toBe(Math.floor((0.192 * (task.columns.trancheShares[0] as number)) / 100) * 100);
    const [first, volume] = [state.first[0] as number, state.pack.volumeBefore];
    for (let k = 0; k < 80; k++) environment.step(Int32Array.of(2));
    const traded = (volume[first + 80] as number) - (volume[first] as number);
    const meta = shares / 100 > 0.3 * 80 || shares > 0.05 * traded;
    expect(environment.terminated[0]).toBe(1);
    expect(environment.info.forcedShares[0]).toBe(shares);
    const paid = [task.columns.metaReward[0], environment.rewards[0]];
    expect(paid[meta ? 0 : 1]).toBe(-50);
    expect(paid[meta ? 1 : 0]).toBe(environment.info.slippageBp[0]);
    expect(task.columns.elapsed[0]).toBe(80);
    expect(task.columns.lastVolume[0]).toBe(traded);
    expect(task.columns.trancheEnded[0]).toBe(0);
  });
});

describe('an agent of both traders', () => {
  it('that is saved and loaded in the middle goes on with the same bits', async () => {
    const run = async (cut: boolean): Promise<Uint8Array> => {
      let environment = environmentOf(config, 3);
      let agent = await m3tAgent({ config, environment, sight: { levels } }, generator(1));
      environment.reset(generator(2));
      agent.begin(environment);
      for (let call = 0; call < 260; call++) {
        if (cut && call === 130) {
          const saved = decodeSnapshot(
            encodeSnapshot({ environment: environment.save(), agent: await agent.save() }),
          ) as Record<string, never>;
          agent.dispose();
          environment = environmentOf(config, 3);
          agent = await m3tAgent({ config, environment, sight: { levels } }, generator(1));
          environment.load(saved.environment as never);
          agent.load(saved.agent as never);
        }
        const actions = await agent.act(environment);
        environment.step(actions);
        await agent.learn(environment, actions);
      }
      const state = encodeSnapshot({ environment: environment.save(), agent: await agent.save() });
      agent.dispose();
      return state;
    };
    expect(Buffer.from(await run(true)).equals(Buffer.from(await run(false)))).toBe(true);
  });
});
