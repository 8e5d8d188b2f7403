import { expect, it } from 'vitest';
import { m3tRules } from '../../execution/index.js';
import { m3tConfig } from './config.js';
import { matchingRules } from './simulator-settings.js';

it('the defaults are the rules of the paper, and each setting reaches them', () => {
  expect(matchingRules(m3tConfig.resolve())).toEqual(m3tRules);
  const other = {
    queueConstant: 5,
    queueAdvance: 'equal',
    headFill: 'whole-step',
    headFillSource: 'trades-or-quotes',
    tradeInterval: 'from-snapshot',
    minFill: 'gt-lot',
    reissue: 'keep',
    offBook: 'match-trades',
    visible: 'range',
    liquidationSide: 'favourable',
    liquidationBook: 'next',
    liquidationPace: 'one-lot-a-step',
  };
  expect(Object.keys(other)).toEqual(Object.keys(m3tRules));
  expect(matchingRules(m3tConfig.resolve(other))).toEqual(other);
});
