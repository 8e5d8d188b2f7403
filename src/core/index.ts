/** The door of core: errors, hashes, atomic files, paths, random numbers, configuration records, weight files. */
export type { NumericArray } from './arrays.js';
export {
  type ConfigRecord,
  choice,
  defineConfig,
  type Json,
  parseSettings,
  type Setting,
  type SettingRow,
  type Settings,
  setting,
  type Values,
} from './config.js';
export { ConfigError, type ConfigIssue, DataError, describeProblem, type Problem, StrataError } from './errors.js';
export { publishFolder, scratchFolder, writeFileAtomic } from './files.js';
export { canonicalJson, hashOf, sha256, sha256File } from './hash.js';
export { normalByTable, portableExp, portableLog } from './normal-table.js';
export { paths } from './paths.js';
export { type Generator, type GeneratorState, generator, philox4x32 } from './random.js';
export { decodeSafetensors, encodeSafetensors, type NamedTensor, type TensorFile } from './safetensors.js';
export { decodeSnapshot, encodeSnapshot, memberOf, restoreArray, type Snapshot } from './snapshot.js';
