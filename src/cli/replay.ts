/** `strata replay`: one order worked over one book, as an episode theatre to open in a browser. */
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { generator, StrataError, writeFileAtomic } from '../core/index.js';
import {
  episodeCourse,
  executorByName,
  executorNames,
  m3tRules,
  packBooks,
  recordExecution,
  stepSpans,
} from '../execution/index.js';
import { type BookDay, bookDatasets, bookDays, bookTwinFacts, loadBookDay, loadBookTwin } from '../market/index.js';
import { theatrePage } from '../report/index.js';

interface ReplayOptions {
  readonly book: string;
  readonly instrument?: string;
  readonly day?: string;
  readonly from: number;
  readonly to: number;
  readonly shares: number;
  readonly side: 'buy' | 'sell';
  readonly executor: string;
  readonly out: string;
  readonly seed: number;
}

const synthetic = ['twin', 'null'] as const;

/** `strata replay …`. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('work one order over a recorded or synthetic book and write its episode theatre')
    .addOption(
      new Option('--book <id>', 'an order book data set, or a synthetic book')
        .choices([...synthetic, ...bookDatasets.map((d) => d.id)])
        .default('twin'),
    )
    .option('--instrument <code>', 'default: the first of the data set, 600000 for synthetic books')
    .option('--day <day>', 'ISO day; default: the first of the instrument')
    .option('--from <clock>', 'begin', clockMs, clockMs('09:30'))
    .option('--to <clock>', 'end', clockMs, clockMs('10:00'))
    .option('--shares <n>', 'size of the order', whole, 15_000)
    .addOption(new Option('--side <side>', 'side of the order').choices(['buy', 'sell']).default('sell'))
    .addOption(new Option('--executor <name>', 'who works it').choices(executorNames).default('ap'))
    .option('--seed <n>', 'seed of executors that draw', whole, 1)
    .option('--out <file>', 'page to write', 'replay.html')
    .action(replay);
}

async function replay(options: ReplayOptions): Promise<void> {
  const book = await bookOf(options);
  const pack = packBooks([book]);
  const [span] = stepSpans(pack, 0, [{ startMs: options.from, endMs: options.to }]);
  if (!span || span.steps === 0)
    throw new StrataError(
      `${book.instrument} ${book.day} has no snapshots of continuous trading between --from and --to`,
    );
  const order = { span, side: options.side === 'buy' ? 1 : -1, shares: options.shares } as const;
  const record = recordExecution(executorByName(options.executor), pack, order, m3tRules, generator(options.seed));
  const file = path.resolve(options.out);
  writeFileAtomic(file, theatrePage(record));
  const course = episodeCourse(record);
  const forced = record.fills.filter((f) => f.reason === 'forced').reduce((sum, f) => sum + f.shares, 0);
  console.log(
    `${record.title}: ${options.side} ${options.shares} of ${book.instrument}, ${book.day}: ` +
      `${(course.slippageBp[record.steps - 1] as number).toFixed(2)} bp against the market's VWAP (positive is cheap), ` +
      `${record.fills.length} fills, ${forced} shares forced at the end`,
  );
  console.log(`wrote ${file}`);
}

async function bookOf({ book, instrument, day }: ReplayOptions): Promise<BookDay> {
  if (book === 'twin' || book === 'null') {
    const code = instrument ?? '600000';
    const first = day ?? (await bookTwinFacts(code))[0]?.day ?? '';
    return loadBookTwin(code, first, book);
  }
  const [first] = await bookDays(book, instrument);
  // A day that is not there is told beside those that are.
  return loadBookDay(book, instrument ?? first?.instrument ?? '', day ?? first?.day ?? '');
}

function clockMs(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) throw new InvalidArgumentError('write a time as 09:30');
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

function whole(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError('give a whole number above 0');
  return n;
}
