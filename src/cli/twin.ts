/** `strata twin`: the frozen synthetic twins of bars and books, the bars’ calibration and comparison with real ones. */
import fs from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { paths, StrataError, writeFileAtomic } from '../core/index.js';
import { calibrateBarTwin, commonBands, type MomentBand, twinBands } from '../evaluation/index.js';
import {
  type BarSeries,
  barTwinFolder,
  barTwinId,
  barTwinInstruments,
  barTwinParameters,
  barTwinVersion,
  bookTwinId,
  bookTwinInstruments,
  bookTwinParameters,
  loadBars,
  twinBars,
} from '../market/index.js';
import { M3T_STOCKS } from '../systems/index.js';

/** `strata twin …`. */
export function twinCommand(): Command {
  const twin = new Command('twin').description(
    'synthetic twins: which there are, calibrating them, comparing them with real bars',
  );
  const dataset = (): Option => new Option('--dataset <id>', 'the real bars').choices(['cn-15min']).default('cn-15min');
  twin
    .command('list')
    .description('twins with their ids')
    .action(() => {
      for (const instrument of barTwinInstruments())
        console.log(`${instrument}  ${barTwinId(barTwinParameters(instrument))}`);
      for (const instrument of bookTwinInstruments())
        for (const kind of ['twin', 'null'] as const)
          console.log(`${instrument}  ${bookTwinId(bookTwinParameters(instrument), kind)}`);
    });
  twin
    .command('calibrate')
    .description('fit the parameters to the real bars and write them; the same bars give the same bytes')
    .addOption(dataset())
    .option('--to <folder>', 'where to write (default: the frozen parameters, which are confirmed but never changed)')
    .action(async (options: { dataset: string; to?: string }) => {
      const folder = options.to ?? barTwinFolder();
      // All are fitted and checked before the first is written.
      const fitted = (await realBars(options.dataset)).map((bars) => ({
        file: path.join(folder, `${bars.instrument}.json`),
        text: `${JSON.stringify(calibrateBarTwin(bars), null, 2)}\n`,
      }));
      if (options.to === undefined) refuseChanges(fitted);
      for (const { file, text } of fitted) {
        const same = fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text;
        if (!same) writeFileAtomic(file, text);
        console.log(`${same ? 'unchanged' : 'wrote'} ${file}`);
      }
    });
  twin
    .command('compare')
    .description('moments of twins and real bars: inside or outside the real band, by name')
    .addOption(dataset())
    .action(async (options: { dataset: string }) => {
      const real = await realBars(options.dataset);
      const twins = real.map((bars) => twinBars(bars.instrument));
      real.forEach((bars, i) => {
        printBands(bars.instrument, twinBands(bars, twins[i] as BarSeries));
      });
      printBands('across stocks', commonBands(real, twins));
    });
  return twin;
}

/** Frozen parameters stay as they are. @throws StrataError naming each file whose text would become another */
export function refuseChanges(files: readonly { readonly file: string; readonly text: string }[]): void {
  const changed = files.filter(({ file, text }) => fs.existsSync(file) && fs.readFileSync(file, 'utf8') !== text);
  if (changed.length === 0) return;
  throw new StrataError(
    `bars@${barTwinVersion} is frozen, and these bars would change ${changed.map((c) => path.basename(c.file)).join(', ')}; ` +
      'write the new parameters elsewhere with --to <folder>, and make them a new version',
  );
}

function printBands(label: string, bands: readonly MomentBand[]): void {
  const agreeing = bands.filter((b) => b.agrees).length;
  const inside = bands.filter((b) => b.inside).length;
  console.log(`${label}: ${inside} of ${bands.length} moments inside the real band, ${agreeing} do not differ`);
  const short = (v: number): string => v.toPrecision(4);
  for (const b of bands.filter((x) => !x.inside || !x.agrees)) {
    console.log(
      `  ${b.inside ? 'inside' : 'outside'}, ${b.agrees ? 'does not differ' : 'differs'}: ${b.name}: twin ${short(b.twin)}, real ${short(b.real)} [${short(b.band.low)}, ${short(b.band.high)}] ${b.unit}`,
    );
  }
}

async function realBars(dataset: string): Promise<BarSeries[]> {
  if (!paths.data()) throw new StrataError('this needs the real bars: set STRATA_DATA (layout: data/README.md)');
  return loadBars(dataset, M3T_STOCKS);
}
