/**
 * Makes a vectorised environment of the rules of one episode: how it begins, how a step changes it, what it shows. The state of an episode
 * is a row of numbers, so stepping, saving and restarting are the same for all.
 */
import { type Generator, generator, memberOf, restoreArray, type Snapshot, StrataError } from '../core/index.js';
import { checkActions } from './actions.js';
import { copyObservation, type Environment, environmentBuffers } from './environment.js';
import { type ActionSpace, type Actions, actionWidth, maskWidth, type ObservationSpace } from './spaces.js';

/** What a step did; one record is reused for all. */
export interface Outcome {
  reward: number;
  terminated: boolean;
  /** Steps of the underlying process that the action took; 1 unless set. */
  duration: number;
}

/** One episode. Functions read and write at an offset of shared arrays and make no objects. */
export interface EpisodeRules {
  readonly name: string;
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  /** Numbers of an episode's state. */
  readonly stateWidth: number;
  /** Writes the first state at `state[at] …`. */
  start(state: Float64Array, at: number, random: Generator): void;
  /** Advances the state at `at` by the action at `actions[actionAt] …`. */
  step(state: Float64Array, at: number, actions: Actions, actionAt: number, random: Generator, outcome: Outcome): void;
  /** Writes what the state shows at `values[valuesAt] …`. */
  observe(state: Float64Array, at: number, values: Float32Array, valuesAt: number): void;
  /** Writes 1 for each choice that is allowed, 0 for the others, at `mask[maskAt] …`. */
  mask?(state: Float64Array, at: number, mask: Uint8Array, maskAt: number): void;
}

/**
 * @param rules of one episode, without a market part
 * @param count episodes at once
 */
export function environmentOf(rules: EpisodeRules, count: number): Environment {
  const { observationSpace, actionSpace, stateWidth } = rules;
  if (observationSpace.market !== null)
    throw new StrataError(
      `${rules.name}: environmentOf makes plain observations; an environment with a market table writes its own columns`,
    );
  const buffers = environmentBuffers(count, observationSpace, actionSpace, rules.mask !== undefined);
  const { observation, finalObservation, rewards, terminated, truncated, durations, actionMask } = buffers;
  const state = new Float64Array(count * stateWidth);
  const streams = Array.from({ length: count }, (_, slot) => generator(slot));
  const [width, valuesWidth, choices] = [
    actionWidth(actionSpace),
    observationSpace.values.low.length,
    maskWidth(actionSpace),
  ];
  const outcome: Outcome = { reward: 0, terminated: false, duration: 1 };

  const show = (slot: number): void => {
    rules.observe(state, slot * stateWidth, observation.values, slot * valuesWidth);
    if (actionMask) rules.mask?.(state, slot * stateWidth, actionMask, slot * choices);
  };
  const begin = (slot: number): void => {
    rules.start(state, slot * stateWidth, streams[slot] as Generator);
    show(slot);
  };

  return {
    ...buffers,
    name: rules.name,
    count,
    observationSpace,
    actionSpace,
    info: {},
    span: null,
    reset(random) {
      for (let slot = 0; slot < count; slot++) {
        streams[slot] = random.split(slot);
        begin(slot);
      }
    },
    restart(slots) {
      for (let slot = 0; slot < count; slot++) if (slots[slot] === 1) begin(slot);
    },
    step(actions) {
      checkActions(actionSpace, count, actions, actionMask);
      for (let slot = 0; slot < count; slot++) {
        outcome.reward = 0;
        outcome.terminated = false;
        outcome.duration = 1;
        rules.step(state, slot * stateWidth, actions, slot * width, streams[slot] as Generator, outcome);
        rewards[slot] = outcome.reward;
        durations[slot] = outcome.duration;
        terminated[slot] = outcome.terminated ? 1 : 0;
        truncated[slot] = 0;
        show(slot);
        if (outcome.terminated) {
          copyObservation(observation, finalObservation, slot, count);
          begin(slot);
        }
      }
    },
    save: (): Snapshot => ({
      state: state.slice(),
      streams: streams.map((stream) => ({ ...stream.save() })),
    }),
    load(saved) {
      restoreArray(state, memberOf(saved, 'state'), `state of ${rules.name}`);
      const states = memberOf(saved, 'streams') as unknown as ReturnType<Generator['save']>[];
      for (let slot = 0; slot < count; slot++) {
        (streams[slot] as Generator).load(states[slot] as ReturnType<Generator['save']>);
        show(slot);
      }
    },
  };
}
