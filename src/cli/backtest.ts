/** `strata backtest`: a strategy on a user's own prices, with a tear sheet. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { paths, StrataError, writeFileAtomic } from '../core/index.js';
import { loadPriceFile, type PriceFileOptions } from '../market/index.js';
import {
  backtest,
  type CostRule,
  halfL1Cost,
  l1Cost,
  namedStrategies,
  performanceOf,
  strategyNamed,
  toolboxCost,
} from '../portfolio/index.js';
import { tearSheetPage } from '../report/index.js';

interface Options extends PriceFileOptions {
  readonly prices: string;
  readonly strategy: string;
  readonly set?: readonly string[];
  readonly cost: string;
  readonly costRule: 'l1' | 'half-l1' | 'toolbox';
  readonly benchmark: string;
  readonly daysPerYear: string;
  readonly to?: string;
}

const costRules: Readonly<Record<Options['costRule'], (rate: number) => CostRule>> = {
  l1: l1Cost,
  'half-l1': halfL1Cost,
  toolbox: toolboxCost,
};

/** `strata backtest`. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description('run a strategy on a table of prices of your own and write a tear sheet')
    .requiredOption('--prices <file>', 'CSV, CSV.gz or Parquet: a column an asset, or a row an asset and day')
    .requiredOption(
      '--strategy <name>',
      `one of ${namedStrategies()
        .map((s) => s.id)
        .join(', ')}`,
    )
    .option('--set <parameter=value...>', 'parameters of the strategy, e.g. window=10')
    .option('--cost <rate>', 'cost as a share of what is traded, e.g. 0.001 for 10 bp', '0')
    .addOption(
      new Option('--cost-rule <rule>', 'each unit bought or sold pays the cost, or half of it, or the toolbox’s rule')
        .choices(Object.keys(costRules))
        .default('l1'),
    )
    .option('--benchmark <name>', 'strategy it is compared with', 'bah')
    .addOption(
      new Option('--kind <kind>', 'what the numbers are (default: found out)').choices([
        'prices',
        'relatives',
        'returns',
      ]),
    )
    .addOption(
      new Option('--layout <layout>', 'how the file is laid out (default: found out)').choices(['wide', 'long']),
    )
    .option('--value <column>', 'column with the numbers of a long file')
    .addOption(
      new Option('--missing <rule>', 'days without a number for every asset')
        .choices(['refuse', 'drop-days'])
        .default('refuse'),
    )
    .option('--days-per-year <days>', 'for measures of a year', '252')
    .option('--to <file>', 'where the tear sheet goes (default: below the results folder)')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const rate = numberOf('--cost', options.cost);
  const daysPerYear = numberOf('--days-per-year', options.daysPerYear);
  if (!(daysPerYear > 0)) throw new StrataError(`--days-per-year is above zero, received ${options.daysPerYear}`);
  const table = await loadPriceFile(options.prices, options);
  console.log(
    `${table.dataset}: ${table.assets.length} assets, ${table.days} days${table.dates.length > 0 ? `, ${table.dates[0]} to ${table.dates.at(-1)}` : ''}`,
  );
  for (const reason of table.reasons) console.log(`  ${reason}`);
  const cost = costRules[options.costRule](rate);
  const book = backtest(strategyNamed(options.strategy, table, parametersOf(options.set ?? [])), table, { cost });
  const benchmark = backtest(strategyNamed(options.benchmark, table), table, { cost });
  const sheet = await tearSheetPage({
    title: `${book.strategy} on ${table.dataset}`,
    book,
    benchmark,
    assets: table.assets,
    dates: table.dates,
    daysPerYear,
    data: table.dataset,
    reasons: table.reasons,
    command: `strata ${process.argv.slice(2).map(shellWord).join(' ')}`,
  });
  for (const b of [book, benchmark]) {
    const { finalWealth, annualReturn, sharpeRatio, maxDrawdown, annualTurnover } = performanceOf(b, { daysPerYear });
    console.log(
      `${b.strategy}${b.hindsight ? ' (knows the future)' : ''}: wealth ${finalWealth.toPrecision(6)}, ${percent(annualReturn)} a year, Sharpe ${sharpeRatio.toFixed(2)}, ` +
        `largest drawdown ${percent(maxDrawdown)}, turnover ${annualTurnover.toFixed(1)} a year`,
    );
  }
  const file = path.resolve(
    options.to ?? path.join(paths.results(), 'backtests', fileName(table.dataset, options.strategy)),
  );
  writeFileAtomic(file, sheet);
  console.log(`tear sheet: ${file}`);
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new StrataError(`${option} is a number, received ${JSON.stringify(text)}`);
  return value;
}

function parametersOf(settings: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [name = '', value = ''] = setting.split('=');
      return [name, numberOf(`--set ${name}`, value)];
    }),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Base names only: where a user keeps the data is nobody's business who reads the page. */
function shellWord(word: string): string {
  const shown = path.isAbsolute(word) ? path.basename(word) : word;
  return /^[\w.=@%+/-]+$/.test(shown) ? shown : `'${shown}'`;
}

function fileName(dataset: string, strategy: string): string {
  return `${dataset.replace(/\.(csv|csv\.gz|parquet)$/i, '').replace(/[^\w-]+/g, '-')}-${strategy}.html`;
}
