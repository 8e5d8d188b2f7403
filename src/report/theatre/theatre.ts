/** The episode theatre: one execution episode on a time slider, with its book, its order's place in the queue, and fills that explain themselves. */
import { decimalsOf, type EpisodeRecord, episodeCourse, explainFill } from '../../execution/index.js';
import { escapeHtml, factList, page, paragraphs, syntheticBanner } from '../html.js';
import { priceChart } from './price-chart.js';
import { theatreScript } from './script.js';
import { theatreStyle } from './style.js';

/** What the page's script is given. All lists have one entry a step, levels best first. */
interface Payload {
  readonly decimals: number;
  readonly tick: number;
  readonly side: 1 | -1;
  readonly order: number;
  readonly clock: readonly string[];
  readonly bids: readonly (readonly [ticks: number, size: number])[][];
  readonly asks: readonly (readonly [ticks: number, size: number])[][];
  readonly live: readonly number[];
  readonly ahead: readonly (number | null)[];
  readonly decisions: readonly string[];
  readonly goals: readonly string[];
  readonly filled: readonly number[];
  readonly own: readonly (number | null)[];
  readonly market: readonly (number | null)[];
  readonly slippage: readonly (number | null)[];
  readonly volume: readonly number[];
  readonly fills: readonly { readonly step: number; readonly text: string }[];
}

/**
 * The page of one episode, whole and without network.
 * @throws StrataError where the record does not fit its book
 */
export function theatrePage(record: EpisodeRecord): string {
  const { book, fills, steps } = record;
  const shown = payload(record);
  const last = steps - 1;
  const body = [
    `<style>${theatreStyle}</style>`,
    `<h1>${escapeHtml(record.title)}</h1>`,
    book.synthetic ? syntheticBanner() : '',
    paragraphs(
      `${record.side > 0 ? 'Buying' : 'Selling'} ${record.orderShares.toLocaleString('en')} shares of ${book.instrument} on ${book.day}, ` +
        `${shown.clock[0]} to ${shown.clock[last]}, ${steps} snapshots. Move the slider, or press the arrow keys on it.`,
      'lead',
    ),
    `<div class="controls"><button type="button" id="earlier">Fill before</button>
<label for="step">step</label><input id="step" type="range" min="0" max="${last}" value="0" step="1">
<button type="button" id="later">Next fill</button><button type="button" id="play" aria-pressed="false">Play</button></div>`,
    factList([
      ['time', '<span id="clock"></span>'],
      ['decision', '<span id="decision"></span>'],
      ...(record.subgoals ? ([['subgoal', '<span id="goal"></span>']] as const) : []),
      ['live order', '<span id="live"></span>'],
      ['filled', '<span id="filled"></span>'],
      ['own VWAP', '<span id="own"></span>'],
      ['market VWAP', '<span id="market"></span>'],
      ['slippage, bp', '<span id="slippage"></span>'],
      ['traded in this step', '<span id="volume"></span>'],
    ]),
    '<p id="told" role="status" aria-live="polite"></p>',
    `<div class="stage"><div class="scroll"><table id="ladder"><caption>Book</caption><thead><tr><th scope="col">bid size</th><th scope="col">price</th><th scope="col">ask size</th><th scope="col">our order</th></tr></thead><tbody></tbody></table></div>
<figure>${priceChart(record)}<figcaption>Best bid and ask by step, the live order, and fills. The line is the step shown.</figcaption></figure></div>`,
    `<h2 id="fills">Fills</h2>`,
    fills.length > 0
      ? `<ol class="fills">${shown.fills.map(({ step, text }) => `<li><button type="button" data-step="${step}">${shown.clock[step]}</button> ${escapeHtml(text)}</li>`).join('\n')}</ol>`
      : '<p>None.</p>',
    `<script type="application/json" id="episode">${JSON.stringify(shown).replaceAll('<', '\\u003c')}</script>`,
    `<script>${theatreScript}</script>`,
  ];
  const footer = `Book: ${escapeHtml(book.dataset)}, trades ${book.tapeKind}. Slippage: side × (market − own) / market, both VWAPs of this episode so far; positive is cheap. This page asks the network for nothing.`;
  return page(`${record.title} · Strata`, body.filter(Boolean).join('\n'), [], '', footer);
}

function payload(record: EpisodeRecord): Payload {
  const { book, firstSnapshot, steps } = record;
  const course = episodeCourse(record);
  const each = <T>(of: (step: number) => T): T[] => Array.from({ length: steps }, (_, k) => of(k));
  const levels = (ticks: Int32Array, sizes: Float64Array, step: number): [number, number][] => {
    const start = (firstSnapshot + step) * book.levels;
    return Array.from({ length: book.levels }, (_, l): [number, number] => [
      ticks[start + l] as number,
      sizes[start + l] as number,
    ]).filter(([, size]) => size > 0);
  };
  const known = (values: Float64Array, digits: number): (number | null)[] =>
    Array.from(values, (v) => (Number.isFinite(v) ? Number(v.toFixed(digits)) : null));
  const decimals = decimalsOf(book.tickSize);
  return {
    decimals,
    tick: book.tickSize,
    side: record.side,
    order: record.orderShares,
    clock: each((k) => clockOf(book.timeMs[firstSnapshot + k] as number)),
    bids: each((k) => levels(book.bidTicks, book.bidSizes, k)),
    asks: each((k) => levels(book.askTicks, book.askSizes, k)),
    live: Array.from(record.liveTicks),
    ahead: known(record.queueAhead, 1),
    decisions: each((k) => record.actionNames[record.actions[k] as number] ?? 'none'),
    goals: each((k) => goalAt(record, k)),
    filled: Array.from(course.filledShares),
    own: known(course.ownVwap, decimals + 2),
    market: known(course.marketVwap, decimals + 2),
    slippage: known(course.slippageBp, 2),
    volume: Array.from(course.volume),
    fills: record.fills.map((fill) => ({ step: fill.step, text: explainFill(record, fill) })),
  };
}

function goalAt({ subgoals = [] }: EpisodeRecord, step: number): string {
  const goal = subgoals.findLast((g) => g.step <= step);
  return goal ? `${goal.label}: ${goal.shares.toLocaleString('en')} shares in ${goal.steps} steps` : 'none';
}

/** `09:30:03` of ms after midnight. */
function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
