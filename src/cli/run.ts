/** `strata run`, `strata report`, `strata start`: studies, their report, and what `npm start` does after the set-up. */
import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { parseSettings, paths, StrataError } from '../core/index.js';
import { type ExtraPage, publishStudy, tableText, writeReport } from '../report/index.js';
import { type Profile, profileOf, profiles } from '../runs/index.js';
import { type StudyResult, savedStudy, saveStudy, studies, studiesOf } from '../studies/index.js';
import { systemConfigs } from '../systems/index.js';
import { terminalProgress } from './progress.js';

/** `strata run [studies…]`. */
export function runCommand(): Command {
  return new Command('run')
    .description('run studies, print their tables and write the report')
    .argument('[studies...]', `studies (default: all of ${studies.map((s) => s.id).join(', ')})`)
    .option('--profile <name>', `how much work: ${Object.keys(profiles).join(', ')}`, 'quick')
    .option('--set <system.name=value...>', 'settings that differ from the default (see `strata config`)')
    .option('--publish <folder>', 'also write Markdown, CSV and SVG files to this folder, e.g. docs/results')
    .action(async (ids: string[], options: { profile: string; set?: string[]; publish?: string }) => {
      const profile = profileOf(options.profile);
      const results = await runStudies(ids, profile, options.set ?? []);
      for (const table of results.flatMap((r) => r.tables)) console.log(`\n${tableText(table)}`);
      if (options.publish) {
        const command = [
          'strata run',
          ...ids,
          '--profile',
          profile,
          ...(options.set ?? []).map((s) => `--set ${s}`),
          '--publish',
          options.publish,
        ];
        for (const result of results)
          console.log(`wrote ${await publishStudy(result, options.publish, command.join(' '))}`);
      }
      const { index } = await writeReport(results, paths.results(), notebookPages());
      console.log(`\nreport: ${index}`);
    });
}

/** `strata report`. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write the report again from the results of earlier runs')
    .option('--profile <name>', 'whose results', 'quick')
    .action(async (options: { profile: string }) => {
      const profile = profileOf(options.profile);
      const results = studies.flatMap((s) => savedStudy(s.id, profile) ?? []);
      if (results.length === 0)
        throw new StrataError(`no results in profile ${profile}; run \`strata run --profile ${profile}\` first`);
      const { index } = await writeReport(results, paths.results(), notebookPages());
      console.log(`report: ${index}`);
    });
}

/** `strata start`: studies and notebooks in the quick profile, the report, and where to look. */
export function startCommand(): Command {
  return new Command('start')
    .description('what `npm start` runs: studies, notebooks, report')
    .option('--profile <name>', 'how much work', 'quick')
    .action(async (options: { profile: string }) => {
      const started = performance.now();
      const profile = profileOf(options.profile);
      console.log(
        paths.data()
          ? `market data: ${paths.data()}`
          : 'no market data (STRATA_DATA is not set): the synthetic twin is used, and every table says so',
      );
      const results = await runStudies([], profile, []);
      const { runNotebooks } = await import('./notebooks.js');
      const runs = await runNotebooks({
        profile,
        onEvent: (event) => {
          if (event.kind === 'end')
            console.log(`  done   notebook ${event.run.notebook} (${event.run.seconds.toFixed(1)} s)`);
        },
      });
      const { index, summary } = await writeReport(results, paths.results(), notebookPages());
      for (const result of results) for (const table of result.tables.slice(0, 1)) console.log(`\n${tableText(table)}`);
      console.log(
        `\nreport:    ${index}\nnumbers:   ${summary}\nnotebooks: npm run lab (JupyterLab), executed copies in ${path.join(paths.results(), 'notebooks')}`,
      );
      console.log(`time:      ${Math.round((performance.now() - started) / 1000)} s without the set-up`);
      const errors = runs.flatMap((r) => r.errors.map((e) => `${r.notebook}: ${e}`));
      if (errors.length > 0) throw new StrataError(`notebooks failed\n${errors.join('\n')}`);
    });
}

async function runStudies(
  ids: readonly string[],
  profile: Profile,
  settings: readonly string[],
): Promise<StudyResult[]> {
  const progress = terminalProgress();
  const abort = new AbortController();
  const interrupt = (): void =>
    abort.abort(
      new StrataError('interrupted; finished cells are kept, the same command goes on from there', { code: 'stopped' }),
    );
  process.once('SIGINT', interrupt);
  try {
    const results: StudyResult[] = [];
    for (const study of studiesOf(ids)) {
      const result = await study.run({
        profile,
        settings: parseSettings(
          settings,
          systemConfigs.map((c) => c.id),
        ),
        onEvent: progress.onEvent,
        signal: abort.signal,
      });
      saveStudy(result);
      results.push(result);
    }
    return results;
  } finally {
    process.removeListener('SIGINT', interrupt);
    progress.stop();
  }
}

/** Pages of executed notebooks, where there are any. */
function notebookPages(): ExtraPage[] {
  const folder = path.join(paths.results(), 'notebooks');
  if (!fs.existsSync(folder)) return [];
  const names = fs
    .readdirSync(folder)
    .filter((n) => n.endsWith('.html'))
    .sort();
  return names.map((name) => ({
    title: name.replace('.html', ''),
    href: `../notebooks/${name}`,
    note: 'executed copy; `npm run lab` opens it live',
  }));
}
