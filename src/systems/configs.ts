/** The configuration records of all systems, for the command line and the ledger. */
import type { ConfigRecord, Settings } from '../core/index.js';
import { addpgConfig } from './addpg/config.js';
import { m3tConfig } from './m3t/config.js';

/** One record a system. */
export const systemConfigs: readonly ConfigRecord<Settings>[] = [
  m3tConfig as unknown as ConfigRecord<Settings>,
  addpgConfig as unknown as ConfigRecord<Settings>,
];
