/** Writes a trained network as a policy: a folder with `policy.json` and `weights.safetensors`. */
import fs from 'node:fs';
import path from 'node:path';
import {
  encodeSafetensors,
  generator,
  type Json,
  type NamedTensor,
  publishFolder,
  StrataError,
  scratchFolder,
  sha256,
} from '../../core/index.js';
import type { ActionSpace, Scaler } from '../../environment/index.js';
import type { FittedOn } from '../../features/index.js';
import { type NetworkDescription, networkOf } from '../networks/description.js';
import type { ObservationForm } from '../networks/observation.js';
import { type Decision, type PolicyRecord, policyVersion } from './record.js';

export interface PolicyExport {
  readonly name: string;
  readonly observation: ObservationForm;
  readonly actions: ActionSpace;
  readonly decision: Decision;
  readonly network: NetworkDescription;
  /** Where the learner keeps the network's parameters: prefixes there by prefixes here; default all under `online`. */
  readonly prefixes?: Readonly<Record<string, string>>;
  readonly scaler?: Scaler | null;
  readonly fits?: Readonly<Record<string, Json>>;
  readonly trainedOn?: FittedOn | null;
  readonly hashes?: Readonly<Record<string, string>>;
  readonly fingerprint?: Readonly<Record<string, string>>;
}

/**
 * Writes the folder aside and renames it.
 * @param read values of a learner's variable (`Learner.read`)
 * @throws StrataError where the folder exists, the learner's parameters are not the network's, or the decision does not suit the actions
 */
export async function exportPolicy(
  folder: string,
  options: PolicyExport,
  read: (variable: string) => Promise<Float32Array>,
): Promise<PolicyRecord> {
  const { name, observation, actions, decision, network, prefixes = { '': 'online' } } = options;
  checkDecision(decision, actions);
  const tensors: Record<string, NamedTensor> = {};
  for (const [parameter, { shape, values }] of Object.entries(networkOf(network)(generator(0)).parameters)) {
    const learnt = await read(nameIn(prefixes, parameter));
    if (learnt.length !== values.length)
      throw new StrataError(
        `${parameter} of the network has shape [${shape.join(', ')}]; the learner keeps ${learnt.length} values: describe the network it trained`,
      );
    tensors[parameter] = { shape, values: learnt };
  }
  const weights = encodeSafetensors(tensors, { format: 'strata.policy' });
  const { space, window } = observation;
  const record: PolicyRecord = {
    format: 'strata.policy',
    version: policyVersion,
    name,
    observation: { names: space.names, columns: window > 0 ? (space.market?.columns ?? null) : null, window },
    scaler: options.scaler ?? null,
    actions,
    decision,
    network,
    fits: options.fits ?? {},
    trainedOn: options.trainedOn ?? null,
    hashes: options.hashes ?? {},
    fingerprint: options.fingerprint ?? {},
    weights: { file: 'weights.safetensors', sha256: sha256(weights) },
  };
  const aside = scratchFolder(folder);
  fs.writeFileSync(path.join(aside, 'policy.json'), `${JSON.stringify(record, null, 2)}\n`);
  fs.writeFileSync(path.join(aside, record.weights.file), weights);
  if (!publishFolder(aside, folder))
    throw new StrataError(`${folder} exists; policies are not overwritten: remove it, or choose another folder`);
  return record;
}

/** The learner's name of a parameter: the longest prefix that fits is exchanged. */
function nameIn(prefixes: Readonly<Record<string, string>>, parameter: string): string {
  const fitting = Object.keys(prefixes).filter((p) => p === '' || parameter.startsWith(`${p}/`));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined)
    throw new StrataError(`no prefix for ${parameter}; there are ${Object.keys(prefixes).join(', ')}`);
  const rest = longest === '' ? parameter : parameter.slice(longest.length + 1);
  return `${prefixes[longest]}/${rest}`;
}

function checkDecision(decision: Decision, actions: ActionSpace): void {
  const suits = actions.kind === 'box' ? 'bounded' : actions.kind === 'simplex' ? 'softmax' : 'greedy';
  if (decision !== suits)
    throw new StrataError(`actions of a ${actions.kind} space are decided ${suits}; received ${decision}`);
  if (actions.kind === 'box' && ![...actions.low, ...actions.high].every(Number.isFinite))
    throw new StrataError('a policy over a box needs finite bounds');
}
