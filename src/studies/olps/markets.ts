/** The markets of the study: the five classic ones, or one that is made up where no market data are at hand. */
import { generator, normalByTable, paths, portableExp } from '../../core/index.js';
import { loadRelatives, type Relatives } from '../../market/index.js';
import type { Profile } from '../../runs/index.js';

/** A market with the name its column has. */
export interface OlpsMarket {
  readonly name: string;
  readonly relatives: Relatives;
  readonly synthetic: boolean;
}

const CLASSIC: Readonly<Record<string, string>> = {
  'NYSE(O)': 'olps-nyse-o',
  'NYSE(N)': 'olps-nyse-n',
  TSE: 'olps-tse',
  SP500: 'olps-sp500',
  DJIA: 'olps-djia',
};

/** Column of the market that is made up. */
export const MADE_UP = 'made up';
const MADE_UP_ID = 'olps-made-up@1';

/** Names of a profile's markets. */
export function olpsMarketNames(profile: Profile): readonly string[] {
  if (!paths.data()) return [MADE_UP];
  return profile === 'smoke' ? ['DJIA'] : Object.keys(CLASSIC);
}

const loaded = new Map<string, Promise<OlpsMarket>>();

/** A market by name, read once. */
export function olpsMarket(name: string): Promise<OlpsMarket> {
  const key = `${name} ${paths.data() ?? ''}`;
  const found = loaded.get(key) ?? read(name);
  loaded.set(key, found);
  return found;
}

async function read(name: string): Promise<OlpsMarket> {
  const id = CLASSIC[name];
  if (id) return { name, relatives: await loadRelatives(id), synthetic: false };
  return { name, relatives: madeUp(), synthetic: true };
}

/**
 * Twelve assets over three years: a common factor and independent noise without memory, equal on every machine. Nothing in it can be
 * predicted, so a strategy that grows faster than the market here had luck.
 */
function madeUp(): Relatives {
  const random = generator(MADE_UP_ID);
  const [days, assets] = [756, Array.from({ length: 12 }, (_, i) => `s${i + 1}`)];
  const values = new Float64Array(days * assets.length);
  for (let t = 0; t < days; t++) {
    const common = 0.0003 + 0.008 * normalByTable(random);
    for (let i = 0; i < assets.length; i++)
      values[t * assets.length + i] = portableExp(common + (0.008 + 0.001 * i) * normalByTable(random));
  }
  return { dataset: MADE_UP_ID, days, assets, values, hash: MADE_UP_ID };
}
