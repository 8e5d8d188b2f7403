/** Observations whose private numbers are centred and scaled by fitted statistics; the market part is not touched. */
import { type Generator, StrataError } from '../../core/index.js';
import { actionBuffer, sampleActions } from '../actions.js';
import { type Environment, type Observation, observationBuffer } from '../environment.js';
import { applyScaler, fitScaler, type Scaler } from '../scaler.js';
import { box } from '../spaces.js';

/** @throws StrataError where the scaler's columns are not the environment's */
export function scaledObservations(inner: Environment, scaler: Scaler): Environment {
  const { count, observationSpace } = inner;
  if (scaler.names.join() !== observationSpace.names.join())
    throw new StrataError(
      `the scaler knows ${scaler.names.join(', ')}; ${inner.name} shows ${observationSpace.names.join(', ')}: fit it on this environment`,
    );
  const own = (part: Observation): Observation => ({
    market: part.market,
    values: observationBuffer({ ...observationSpace, market: null }, count).values,
  });
  const observation = own(inner.observation);
  const finalObservation = own(inner.finalObservation);
  const show = (): void => applyScaler(scaler, inner.observation.values, observation.values);
  const bound = scaler.clip ?? Number.POSITIVE_INFINITY;
  return {
    ...inner,
    observation,
    finalObservation,
    observationSpace: { ...observationSpace, values: box(scaler.names.length, -bound, bound) },
    reset(random) {
      inner.reset(random);
      show();
    },
    restart(slots) {
      inner.restart(slots);
      show();
    },
    step(actions) {
      inner.step(actions);
      show();
      applyScaler(scaler, inner.finalObservation.values, finalObservation.values);
    },
    load(state) {
      inner.load(state);
      show();
    },
  };
}

/**
 * Fits a scaler on what an environment shows under random actions.
 * @param environment over training data alone; the scaler carries its span. Its episodes are begun anew.
 */
export function fitScalerOn(environment: Environment, steps: number, random: Generator): Scaler {
  const { count, observationSpace, observation, actionSpace, actionMask } = environment;
  const rows = new Float32Array(observation.values.length * steps);
  const actions = actionBuffer(actionSpace, count);
  const choices = random.split('actions');
  environment.reset(random.split('episodes'));
  for (let step = 0; step < steps; step++) {
    rows.set(observation.values, step * observation.values.length);
    sampleActions(actionSpace, count, choices, actions, actionMask);
    environment.step(actions);
  }
  return fitScaler(rows, observationSpace.names, environment.span);
}
