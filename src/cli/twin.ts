/** `strata twin`: the frozen synthetic twins of bars, their calibration and their comparison with real bars. */
import path from 'node:path';
import { Command } from 'commander';
import { paths, StrataError, writeFileAtomic } from '../core/index.js';
import { calibrateBarTwin, twinBands } from '../evaluation/index.js';
import {
  barTwinFolder,
  barTwinId,
  barTwinInstruments,
  barTwinParameters,
  loadBars,
  twinBars,
} from '../market/index.js';
import { M3T_STOCKS } from '../systems/index.js';

/** `strata twin …`. */
export function twinCommand(): Command {
  const twin = new Command('twin').description(
    'synthetic twins: which there are, calibrating them, comparing them with real bars',
  );
  twin
    .command('list')
    .description('twins with their ids')
    .action(() => {
      for (const instrument of barTwinInstruments())
        console.log(`${instrument}  ${barTwinId(barTwinParameters(instrument))}`);
    });
  twin
    .command('calibrate')
    .description('fit the parameters to the real bars and write them; the same bars give the same bytes')
    .option('--to <folder>', 'where to write (default: the frozen parameters themselves)')
    .action(async (options: { to?: string }) => {
      const folder = options.to ?? barTwinFolder();
      for (const bars of await realBars()) {
        const file = path.join(folder, `${bars.instrument}.json`);
        writeFileAtomic(file, `${JSON.stringify(calibrateBarTwin(bars), null, 2)}\n`);
        console.log(`wrote ${file}`);
      }
    });
  twin
    .command('compare')
    .description('moments of twins and real bars, inside or outside the real band')
    .action(async () => {
      for (const bars of await realBars()) {
        const bands = twinBands(bars, twinBars(bars.instrument));
        const outside = bands.filter((b) => !b.inside);
        console.log(`${bars.instrument}: ${bands.length - outside.length} of ${bands.length} moments inside`);
        for (const b of outside) {
          console.log(
            `  outside: ${b.name}: ${b.twin.toPrecision(4)}, real ${b.real.toPrecision(4)} [${b.low.toPrecision(4)}, ${b.high.toPrecision(4)}] ${b.unit}`,
          );
        }
      }
    });
  return twin;
}

async function realBars(): Promise<Awaited<ReturnType<typeof loadBars>>> {
  if (!paths.data()) throw new StrataError('this needs the real bars: set STRATA_DATA (layout: data/README.md)');
  return loadBars('cn-15min', M3T_STOCKS);
}
