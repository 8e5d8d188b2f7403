import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam, compile, type Learner, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { box, discrete, type ObservationSpace, simplex } from '../../environment/index.js';
import { dqnLearner } from '../algorithms/dqn.js';
import { type NetworkDescription, networkOf } from '../networks/description.js';
import { exportPolicy, type PolicyExport } from './export.js';
import { openPolicy, type PolicyPlace, readPolicy } from './policy.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-policy-'));
beforeAll(async () => {
  await useDevice();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const space: ObservationSpace = {
  market: {
    columns: ['bid', 'ask'],
    dayStart: Int32Array.of(0, 6),
    values: Float32Array.from({ length: 12 }, (_, k) => Math.sin(k)),
  },
  values: box(3),
  names: ['progress', 'filled', 'goal'],
};
const network: NetworkDescription = {
  kind: 'duelling',
  trunk: {
    kind: 'window',
    window: 3,
    features: 2,
    encoder: { kind: 'attention', width: 8, heads: 2, feedForward: 8 },
    groups: [{ numbers: 3, width: 4 }],
    outputs: 8,
  },
  choices: 3,
  hidden: [],
};
const place: PolicyPlace = {
  observationSpace: space,
  actionSpace: discrete(3),
  count: 2,
  fits: { tickCny: 0.01, lotShares: 100, assets: ['600000'] },
};
const shown = { market: Int32Array.of(0, 2, 0, 5), values: Float32Array.of(1, 2, 3, -1, 0.5, 0) };

async function trained(double: 'target-net' | 'symmetric' = 'target-net'): Promise<Learner> {
  return compile(
    dqnLearner(
      {
        observation: { space, window: 3 },
        choices: 3,
        network: networkOf(network),
        actors: 2,
        batchSize: 1,
        optimiser: adam({ learningRate: 1e-3 }),
        double,
      },
      generator('policy'),
    ),
  );
}

async function written(name: string, options: Partial<PolicyExport> = {}): Promise<string> {
  const learner = await trained();
  const to = path.join(folder, name);
  await exportPolicy(
    to,
    {
      name: 'micro',
      observation: { space, window: 3 },
      actions: discrete(3),
      decision: 'greedy',
      network,
      fits: { tickCny: 0.01, lotShares: 100, assets: ['600000'] },
      trainedOn: { from: '2025-01-02', to: '2025-12-31' },
      hashes: { config: 'abc' },
      ...options,
    },
    (variable) => learner.read(variable),
  );
  learner.dispose();
  return to;
}

describe('a policy that comes back', () => {
  it('gives the learner’s values and choices', async () => {
    const learner = await trained();
    const policy = readPolicy(await written('same'));
    const acting = await openPolicy(policy, place);
    const [q, decided] = [await learner.run('act', shown), await acting.act(shown)];
    expect(decided.outputs).toEqual(q.q);
    expect(decided.actions).toEqual(q.actions);
    const best = decided.actions[1] as number;
    const mask = Uint8Array.from({ length: 6 }, (_, k) => Number(k !== 3 + best));
    expect((await acting.act(shown, mask)).actions[0]).toBe(decided.actions[0]);
    expect((await acting.act(shown, mask)).actions[1]).not.toBe(best);
    expect(policy.record).toMatchObject({ trainedOn: { to: '2025-12-31' }, hashes: { config: 'abc' } });
    learner.dispose();
    acting.dispose();
  });

  it('of two networks is their sum', async () => {
    const learner = await trained('symmetric');
    const to = path.join(folder, 'sum');
    const both: NetworkDescription = { kind: 'sum', parts: [network, network] };
    await exportPolicy(
      to,
      {
        name: 'sum',
        observation: { space, window: 3 },
        actions: discrete(3),
        decision: 'greedy',
        network: both,
        prefixes: { '0': 'online', '1': 'second' },
      },
      (variable) => learner.read(variable),
    );
    const acting = await openPolicy(readPolicy(to), place);
    const [seen, wanted] = [(await acting.act(shown)).outputs, (await learner.run('act', shown)).q];
    for (const [k, value] of (wanted ?? []).entries()) expect(seen[k]).toBeCloseTo(value, 5);
    learner.dispose();
    acting.dispose();
  });

  it('takes each parameter from where the longest prefix says', async () => {
    const asked: string[] = [];
    await exportPolicy(
      path.join(folder, 'prefixes'),
      {
        name: 'prefixes',
        observation: { space, window: 0 },
        actions: discrete(2),
        decision: 'greedy',
        network: { kind: 'value', trunk: { kind: 'perceptron', widths: [3, 4] }, choices: 2, hidden: [] },
        prefixes: { '': 'rest', head: 'online/actor' },
      },
      async (name) => {
        asked.push(name);
        return new Float32Array(
          { 'rest/trunk/0/kernel': 12, 'rest/trunk/0/bias': 4, 'online/actor/0/kernel': 8 }[name] ?? 2,
        );
      },
    );
    expect(asked).toEqual(['rest/trunk/0/kernel', 'rest/trunk/0/bias', 'online/actor/0/kernel', 'online/actor/0/bias']);
  });

  it('scales what it sees, and turns numbers into weights or into a box', async () => {
    const flat: ObservationSpace = { market: null, values: box(2), names: ['x', 'y'] };
    const of = async (actionSpace: PolicyPlace['actionSpace'], decision: PolicyExport['decision']) => {
      const to = path.join(folder, decision);
      await exportPolicy(
        to,
        {
          name: decision,
          observation: { space: flat, window: 0 },
          actions: actionSpace,
          decision,
          network: { kind: 'perceptron', widths: [2, 2] },
          scaler: { names: ['x', 'y'], centre: [1, 0], scale: [2, 1], clip: null, fittedOn: null },
        },
        async (variable) => (variable.endsWith('kernel') ? Float32Array.of(1, 0, 0, 1) : new Float32Array(2)),
      );
      const acting = await openPolicy(readPolicy(to), { observationSpace: flat, actionSpace, count: 1 });
      const { actions } = await acting.act({ market: new Int32Array(), values: Float32Array.of(3, -1) });
      acting.dispose();
      return [...actions];
    };
    // The network sees (1, −1).
    const [first, second] = await of(simplex(2), 'softmax');
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(second).toBeCloseTo(1 / (1 + Math.exp(2)), 6);
    const [low, high] = await of(box(2, [0, -3], [4, 3]), 'bounded');
    expect(low).toBeCloseTo(2 + 2 * Math.tanh(1), 5);
    expect(high).toBeCloseTo(-3 * Math.tanh(1), 5);
  });
});

describe('a policy is refused', () => {
  it('where it does not fit, with every reason', async () => {
    const policy = readPolicy(await written('misfit'));
    const other: PolicyPlace = {
      observationSpace: { ...space, market: null, names: ['progress', 'filled', 'other'] },
      actionSpace: discrete(4),
      count: 1,
      fits: { tickCny: 0.005, lotShares: 100, assets: ['600000', '600010'] },
    };
    const refusal = await openPolicy(policy, other).catch((error: Error) => error.message);
    expect(refusal).toContain('private numbers: the policy has ["progress","filled","goal"], here is');
    expect(refusal).toContain('columns of the market: the policy has ["bid","ask"], here is nothing');
    expect(refusal).toContain('actions: the policy has {"choices":3,"kind":"discrete"}');
    expect(refusal).toContain('tickCny: the policy has 0.01, here is 0.005');
    expect(refusal).toContain('assets: the policy has ["600000"], here is ["600000","600010"]');
    expect(refusal).not.toContain('lotShares');
  });

  it('where its files are missing, damaged, exchanged, or of another version', async () => {
    expect(() => readPolicy(path.join(folder, 'nowhere'))).toThrow(/holds no policy.json/);
    const to = await written('damaged');
    const [json, weights] = [path.join(to, 'policy.json'), path.join(to, 'weights.safetensors')];
    const text = fs.readFileSync(json, 'utf8');
    fs.writeFileSync(json, text.replace('"version": 1', '"version": 9').replace('"greedy"', '"maybe"'));
    expect(() => readPolicy(to)).toThrow(/no policy of version 1:\n {2}version: .*\n {2}decision: /);
    fs.writeFileSync(json, text.replace('"choices": 3', '"choices": 4').replace('"choices": 3', '"choices": 4'));
    expect(() => readPolicy(to)).toThrow(/branch0\/0\/kernel, branch0\/0\/bias are not as the network has it/);
    fs.writeFileSync(json, text);
    const bytes = fs.readFileSync(weights);
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    fs.writeFileSync(weights, bytes);
    expect(() => readPolicy(to)).toThrow(/do not belong together/);
  });

  it('by the export where it could not be read again', async () => {
    await written('twice');
    await expect(written('twice')).rejects.toThrow(/not overwritten/);
    await expect(written('softmax choices', { decision: 'softmax' })).rejects.toThrow(
      /decided greedy; received softmax/,
    );
    const wider: NetworkDescription = { ...network, choices: 4 } as NetworkDescription;
    await expect(written('wider', { network: wider })).rejects.toThrow(/describe the network it trained/);
  });
});
