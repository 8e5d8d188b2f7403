/** A training's whole state as one file, which is there whole or not at all. */
import fs from 'node:fs';
import {
  decodeSnapshot,
  encodeSnapshot,
  memberOf,
  type Snapshot,
  StrataError,
  writeFileAtomic,
} from '../../core/index.js';
import type { CurveColumns } from './curves.js';

const version = 1;

/**
 * Writes the file aside, flushes it and renames it.
 * @param identity what the training is (its settings, or their hash); only the same one may go on from the file
 */
export function writeCheckpoint(file: string, identity: string, state: Snapshot): void {
  writeFileAtomic(file, encodeSnapshot({ format: 'strata.training', version, identity, state }));
}

/** The state in a file, undefined where there is none. @throws StrataError where it is damaged or of another training */
export function readCheckpoint(file: string, identity: string): Snapshot | undefined {
  if (!fs.existsSync(file)) return undefined;
  const tree = decodeSnapshot(fs.readFileSync(file), file);
  const [format, written, whose] = ['format', 'version', 'identity'].map((name) => memberOf(tree, name));
  if (format !== 'strata.training' || written !== version)
    throw new StrataError(
      `${file}: expected a training's checkpoint of version ${version}, received ${format} ${written}`,
    );
  if (whose !== identity)
    throw new StrataError(
      `${file} belongs to the training ${JSON.stringify(whose)}, this one is ${JSON.stringify(identity)}; give it another file, or remove this one`,
    );
  return memberOf(tree, 'state');
}

/** The curves in a training's checkpoint, whoever it belongs to; undefined where the file is none. For those who look on. */
export function checkpointCurves(file: string): CurveColumns | undefined {
  try {
    const tree = decodeSnapshot(fs.readFileSync(file), file);
    if (memberOf(tree, 'format') !== 'strata.training' || memberOf(tree, 'version') !== version) return undefined;
    return memberOf(memberOf(memberOf(tree, 'state'), 'curves'), 'columns') as CurveColumns;
  } catch {
    return undefined;
  }
}
