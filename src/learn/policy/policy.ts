/**
 * Loads a policy and acts by it, on any backend. Nothing here trains: no algorithm, replay memory or loop is imported.
 */
import fs from 'node:fs';
import path from 'node:path';
import { compile } from '../../compute/index.js';
import {
  canonicalJson,
  decodeSafetensors,
  generator,
  type Json,
  type NamedTensor,
  type NumericArray,
  StrataError,
  sha256,
} from '../../core/index.js';
import {
  type ActionSpace,
  type Actions,
  applyScaler,
  type Observation,
  type ObservationSpace,
} from '../../environment/index.js';
import { networkOf } from '../networks/description.js';
import { observationInputs, observationVariables, observed } from '../networks/observation.js';
import { decided } from './decide.js';
import { type PolicyRecord, parseRecord } from './record.js';

/** A policy that was read. */
export interface Policy {
  readonly record: PolicyRecord;
  readonly tensors: Readonly<Record<string, NamedTensor>>;
}

/** The place where a policy is to act. */
export interface PolicyPlace {
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  /** Episodes at once. */
  readonly count: number;
  /** What the policy asks to be equal, by name: tick, lot, assets … */
  readonly fits?: Readonly<Record<string, Json>>;
}

/** A policy in a place. */
export interface ActingPolicy {
  /**
   * @param mask 1 where a choice is allowed; missing where all are
   * @returns actions, and the network's numbers [count × outputs]
   */
  act(observation: Observation, mask?: Uint8Array | null): Promise<{ actions: Actions; outputs: Float32Array }>;
  dispose(): void;
}

/** Reads a policy's folder. @throws StrataError where a file is missing, damaged, of another version, or not what the record says */
export function readPolicy(folder: string): Policy {
  const file = path.join(folder, 'policy.json');
  if (!fs.existsSync(file))
    throw new StrataError(`${folder} holds no policy.json; give the folder of an exported policy`);
  const record = parseRecord(fs.readFileSync(file, 'utf8'), file);
  const weights = path.join(folder, record.weights.file);
  if (!fs.existsSync(weights)) throw new StrataError(`${weights} is missing; copy the policy's whole folder`);
  const bytes = fs.readFileSync(weights);
  const hash = sha256(bytes);
  if (hash !== record.weights.sha256)
    throw new StrataError(
      `${weights} has the hash ${hash.slice(0, 12)}…, policy.json says ${record.weights.sha256.slice(0, 12)}…; the two do not belong together`,
    );
  const { tensors } = decodeSafetensors(bytes, weights);
  const wanted = networkOf(record.network)(generator(0)).parameters;
  const wrong = [...new Set([...Object.keys(wanted), ...Object.keys(tensors)])].filter(
    (name) => wanted[name]?.shape.join() !== tensors[name]?.shape.join(),
  );
  if (wrong.length > 0)
    throw new StrataError(
      `${weights}: ${wrong.join(', ')} ${wrong.length > 1 ? 'are' : 'is'} not as the network has it`,
    );
  return { record, tensors };
}

/** Every reason why a policy cannot act in a place; none where it can. */
export function misfits({ record }: Policy, place: PolicyPlace): readonly string[] {
  const { observation, actions, fits } = record;
  const { observationSpace: space, actionSpace } = place;
  const reasons: string[] = [];
  const same = (what: string, wanted: Json, got: Json | undefined): void => {
    const [a, b] = [canonicalJson(wanted), got === undefined ? 'nothing' : canonicalJson(got)];
    if (a !== b) reasons.push(`${what}: the policy has ${a}, here is ${b}`);
  };
  same('private numbers', observation.names, space.names);
  if (observation.columns) same('columns of the market', observation.columns, space.market?.columns);
  same('actions', actions as unknown as Json, finite(actionSpace));
  for (const [name, wanted] of Object.entries(fits)) same(name, wanted, place.fits?.[name]);
  return reasons;
}

/** @throws StrataError with every reason why the policy does not fit */
export async function openPolicy(policy: Policy, place: PolicyPlace): Promise<ActingPolicy> {
  const { record, tensors } = policy;
  const reasons = misfits(policy, place);
  if (reasons.length > 0)
    throw new StrataError(`the policy ${record.name} does not fit here:\n  ${reasons.join('\n  ')}`, {
      code: 'policy',
    });
  const { count, observationSpace: space, actionSpace } = place;
  const form = { space, window: record.observation.window };
  const network = networkOf(record.network)(generator(0));
  const kept = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, values }]) => [name, { shape, values, trainable: false }]),
  );
  const choices = actionSpace.kind === 'box' || actionSpace.kind === 'simplex' ? 0 : network.outputs;
  const learner = await compile({
    variables: { ...observationVariables(form), ...kept },
    programs: {
      act: {
        kind: 'evaluate',
        inputs: {
          ...observationInputs(form, count),
          ...(choices > 0 && { mask: { shape: [count, choices], dtype: 'float32' } }),
        },
        outputs(v, x) {
          const outputs = network.apply(v, observed(form, v, x));
          return { outputs, actions: decided(actionSpace, outputs, x.mask) };
        },
      },
    },
  });
  const scaled = new Float32Array(count * space.values.low.length);
  const allowed = new Float32Array(count * choices);
  return {
    async act(observation, mask) {
      const given: Record<string, NumericArray> = {};
      if (form.window > 0 && space.market) given.market = observation.market;
      if (record.scaler) applyScaler(record.scaler, observation.values, scaled);
      if (scaled.length > 0) given.values = record.scaler ? scaled : observation.values;
      if (choices > 0) {
        if (mask) allowed.set(mask);
        else allowed.fill(1);
        given.mask = allowed;
      }
      const { outputs, actions } = await learner.run('act', given);
      return { actions: actions as Actions, outputs: outputs as Float32Array };
    },
    dispose: () => learner.dispose(),
  };
}

/** A space as a policy's file holds it: JSON has no infinities. */
function finite(space: ActionSpace): Json {
  return JSON.parse(JSON.stringify(space)) as Json;
}
