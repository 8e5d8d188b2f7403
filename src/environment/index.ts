/** The door of environment: what a vectorised environment is, spaces, wrappers, the checker, small environments with known answers. */
export { actionBuffer, actionProblem, checkActions, sampleActions } from './actions.js';
export { type CheckOptions, checkEnvironment } from './checker.js';
export type { EnvironmentProblem } from './checks/found.js';
export type { TruncatedEnvironment } from './checks/look-ahead.js';
export {
  copyObservation,
  type Environment,
  type EnvironmentBuffers,
  environmentBuffers,
  type Observation,
  observationBuffer,
} from './environment.js';
export { cartPoleEnvironment } from './examples/cart-pole.js';
export { type ChainOptions, chainEnvironment, chainValues } from './examples/chain.js';
export { banditEnvironment, banditMean, banditMeans } from './examples/contextual-bandit.js';
export { type IdentityKind, identityEnvironment, identitySteps } from './examples/identity.js';
export { type KeyDoorOptions, keyDoorEnvironment, keyDoorValues } from './examples/key-door.js';
export { type LqrOptions, lqrEnvironment, lqrGain } from './examples/lqr.js';
export { matrixGameEnvironment, matrixGamePayoffs } from './examples/matrix-game.js';
export { type LiquidationOptions, liquidationEnvironment, liquidationPlan } from './examples/optimal-liquidation.js';
export { simplexBanditEnvironment, simplexBanditMeans } from './examples/simplex-bandit.js';
export { type EpisodeRules, environmentOf, type Outcome } from './rules.js';
export { applyScaler, fitScaler, type Scaler } from './scaler.js';
export {
  type ActionSpace,
  type Actions,
  actionWidth,
  type BoxSpace,
  box,
  branchesOf,
  type DiscreteSpace,
  discrete,
  isDiscrete,
  type MarketTable,
  type MultiDiscreteSpace,
  maskWidth,
  multiDiscrete,
  type ObservationSpace,
  type SimplexSpace,
  simplex,
} from './spaces.js';
export { type EpisodeColumns, episodeStatistics } from './wrappers/episode-statistics.js';
export { rewardScale } from './wrappers/reward-scale.js';
export { fitScalerOn, scaledObservations } from './wrappers/scaled-observations.js';
export { timeLimit } from './wrappers/time-limit.js';
