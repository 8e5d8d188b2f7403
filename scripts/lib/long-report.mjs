// The committed report of the long tests: what ran, where, how long, with what outcome.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { closingLine } from './counts.mjs';
import { preparedDevice } from './device.mjs';
import { root } from './project.mjs';
import { tensorflowVersion } from './tensorflow.mjs';

/**
 * @param {readonly import('./counts.mjs').FileResult[]} files
 * @param {import('./counts.mjs').Counts} counted
 * @returns {string} Markdown
 */
export function longReport(files, counted) {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout?.trim();
  const rows = files.flatMap((file) =>
    file.assertionResults.map((test) => {
      const seconds = ((test.duration ?? 0) / 1000).toFixed(1);
      return `| ${path.relative(root, file.name)} | ${test.fullName.replaceAll('|', '\\|')} | ${test.status} | ${seconds} |`;
    }),
  );
  return [
    '# Long tests',
    '',
    `Written by \`npm run test:long\`: ${closingLine(counted)}.`,
    '',
    `Commit ${commit || 'unknown'}, Node ${process.versions.node}, TensorFlow ${tensorflowVersion()}, device ${preparedDevice()?.device ?? 'unknown'}, ${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? 'an unnamed processor'}, market data ${process.env.STRATA_DATA ? 'real' : 'synthetic'}.`,
    '',
    '| file | test | outcome | s |',
    '|---|---|---|---:|',
    ...rows,
    '',
  ].join('\n');
}
