/** `strata config`: every setting with its default, options, ledger id and meaning. */
import { Command } from 'commander';
import { parseSettings, StrataError } from '../core/index.js';
import { systemConfigs } from '../systems/index.js';

/** `strata config [system]`. */
export function configCommand(): Command {
  return new Command('config')
    .description('list the settings of a system')
    .argument('[system]', 'e.g. m3t; all where none is named')
    .option('--set <system.name=value...>', 'settings to apply')
    .option('--diff', 'show only what differs from the default')
    .action((system: string | undefined, options: { set?: string[]; diff?: boolean }) => {
      const known = systemConfigs.map((c) => c.id);
      if (system && !known.includes(system))
        throw new StrataError(`no system ${system}; there are ${known.join(', ')}`);
      const overrides = parseSettings(
        options.set ?? [],
        systemConfigs.map((c) => c.id),
      );
      for (const config of systemConfigs.filter((c) => !system || c.id === system)) {
        const values = config.resolve(overrides[config.id]);
        if (options.diff) {
          for (const [name, [before, now]] of Object.entries(config.diff(values)))
            console.log(`${config.id}.${name}: ${before} -> ${now}`);
          continue;
        }
        for (const row of config.rows()) {
          const options_ =
            row.options.length > 0 ? `  one of ${row.options.map((o) => JSON.stringify(o)).join(', ')}` : '';
          const ledger = row.ledger ? `  [${row.ledger}]` : '';
          console.log(
            `${config.id}.${row.name} = ${JSON.stringify(values[row.name])}${options_}${ledger}\n    ${row.doc}`,
          );
        }
      }
    });
}
