/** The door of core: errors, hashes, atomic files, paths. */
export type { NumericArray } from './arrays.js';
export { ConfigError, type ConfigIssue, DataError, describeProblem, type Problem, StrataError } from './errors.js';
export { publishFolder, scratchFolder, writeFileAtomic } from './files.js';
export { canonicalJson, hashOf, sha256, sha256File } from './hash.js';
export { paths } from './paths.js';
export { type Generator, type GeneratorState, generator, philox4x32 } from './random.js';
