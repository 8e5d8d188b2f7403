/** `strata watch`: curves of a cell in the terminal, from its checkpoint while it runs and from its result once it is done. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { paths, StrataError } from '../core/index.js';
import { checkpointCurves } from '../learn/index.js';
import { readParquet } from '../market/index.js';

/** What is known of a cell now. */
export interface WatchedCell {
  readonly id: string;
  readonly finished: boolean;
  /** Columns of equal length by name; empty before the first checkpoint. */
  readonly curves: Readonly<Record<string, ArrayLike<number>>>;
}

/** `strata watch <cell>`. */
export function watchCommand(): Command {
  return new Command('watch')
    .description('draw the curves of a running or finished cell')
    .argument('<cell>', 'its id, or the first digits of it: the name of its folder in results/scratch or results/cells')
    .option('--every <seconds>', 'seconds between looks', '2')
    .option('--once', 'look once')
    .action(async (cell: string, options: { every: string; once?: boolean }) => {
      const seconds = Number(options.every);
      if (!(seconds > 0)) throw new StrataError(`--every takes seconds above 0; received ${options.every}`);
      for (let before = ''; ; await setTimeout(1000 * seconds)) {
        const watched = await watchedCell(cell);
        const text = curvesText(watched, Math.max(20, (process.stdout.columns ?? 80) - 40));
        if (text !== before) console.log(process.stdout.isTTY && before ? `\x1b[2J\x1b[H${text}` : text);
        before = text;
        if (options.once || watched.finished) return;
      }
    });
}

/** @throws StrataError where no cell, or more than one, begins with these digits */
export async function watchedCell(start: string): Promise<WatchedCell> {
  const running = namesIn(path.join(paths.results(), 'scratch')).map((id) => ({ id, experiment: null }));
  const cells = path.join(paths.results(), 'cells');
  const done = namesIn(cells).flatMap((experiment) =>
    namesIn(path.join(cells, experiment)).map((id) => ({ id, experiment })),
  );
  const found = [...done, ...running].filter(({ id }) => id.startsWith(start));
  const ids = [...new Set(found.map(({ id }) => id))];
  const [id] = ids;
  if (id === undefined || ids.length > 1)
    throw new StrataError(
      id === undefined
        ? `no cell in ${paths.results()} begins with ${JSON.stringify(start)}; running: ${running.map((c) => c.id).join(', ') || 'none'}`
        : `${ids.length} cells begin with ${JSON.stringify(start)}: ${ids.join(', ')}; give more digits`,
    );
  const experiment = found.find((cell) => cell.experiment !== null)?.experiment;
  if (experiment) {
    const file = path.join(cells, experiment, id, 'curves.parquet');
    const columns = fs.existsSync(file) ? await readParquet(file) : {};
    const numbers = Object.entries(columns).filter(([, column]) => typeof column[0] === 'number');
    return { id, finished: true, curves: Object.fromEntries(numbers) as WatchedCell['curves'] };
  }
  const scratch = path.join(paths.results(), 'scratch', id);
  for (const name of namesIn(scratch)) {
    const curves = checkpointCurves(path.join(scratch, name));
    if (curves) return { id, finished: false, curves };
  }
  return { id, finished: false, curves: {} };
}

/** A line a column: name, last known value, and its course drawn in so many characters. */
export function curvesText({ id, finished, curves }: WatchedCell, width: number): string {
  const lines = Object.entries(curves).map(([name, column]) => {
    const known = Array.from(column).filter(Number.isFinite);
    const last = known.at(-1);
    return `  ${name.padEnd(20)} ${(last === undefined ? '-' : Number(last.toPrecision(5)).toString()).padStart(12)}  ${drawn(known, width)}`;
  });
  const rest = lines.length > 0 ? lines : [finished ? '  no curves' : '  no checkpoint with curves yet'];
  return [`${id} ${finished ? 'finished' : 'running'}`, ...rest].join('\n');
}

const heights = '▁▂▃▄▅▆▇█';

/** Values as heights of characters, from the least to the greatest; means of neighbours where there are more than fit. */
function drawn(values: readonly number[], width: number): string {
  const count = Math.min(width, values.length);
  const points = Array.from({ length: count }, (_, k) => {
    const part = values.slice(Math.floor((k * values.length) / count), Math.floor(((k + 1) * values.length) / count));
    return part.reduce((sum, v) => sum + v, 0) / part.length;
  });
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const height = (v: number): number =>
    high > low ? Math.round(((v - low) / (high - low)) * (heights.length - 1)) : 0;
  return points.map((v) => heights[height(v)]).join('');
}

function namesIn(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
}
