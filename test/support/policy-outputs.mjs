// Acts by a policy on the device that STRATA_DEVICE names and prints what it gives; of the learning floor it loads policies alone.
import { useDevice } from '../../dist/compute/index.js';
import { openPolicy, readPolicy } from '../../dist/learn/policy/policy.js';

const { folder, values, market, count, ...spaces } = JSON.parse(process.argv[2]);
const { backend } = await useDevice();
const observationSpace = {
  ...spaces.observationSpace,
  market: spaces.observationSpace.market && {
    ...spaces.observationSpace.market,
    dayStart: Int32Array.from(spaces.observationSpace.market.dayStart),
    values: Float32Array.from(spaces.observationSpace.market.values),
  },
};
const acting = await openPolicy(readPolicy(folder), { observationSpace, actionSpace: spaces.actionSpace, count });
const { actions, outputs } = await acting.act({ market: Int32Array.from(market), values: Float32Array.from(values) });
console.log(JSON.stringify({ backend, actions: [...actions], outputs: [...outputs] }));
process.exit(0);
