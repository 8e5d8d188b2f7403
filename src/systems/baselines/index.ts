/** Flat reinforcement learning on the same book: what M3T is compared with (docs/papers/m3t.md, baselines). */
export { type FlatDecisions, flatDecisions, flatExecutor, type TrainedFlat } from './flat-trader.js';
export { actorNetwork } from './networks.js';
