/** The tear sheet of a backtest: one HTML page that needs no network, with curve, drawdown, months, measures, weights, turnover and cost. */
import { type Backtest, drawdowns, type Performance, performanceOf } from '../portfolio/index.js';
import type { Figure } from '../studies/index.js';
import { previewHtml } from './figures.js';
import { escapeHtml, factList, page } from './html.js';
import { fixed } from './numbers.js';

/** What a tear sheet shows. */
export interface TearSheet {
  readonly title: string;
  readonly book: Backtest;
  /** Books of what it is compared with, over the same days. */
  readonly benchmark: Backtest;
  readonly assets: readonly string[];
  /** Date of each day, ISO; empty where there are none. */
  readonly dates: readonly string[];
  readonly daysPerYear: number;
  /** Name of the data, and what they were taken for. */
  readonly data: string;
  readonly reasons: readonly string[];
  /** What a reader types to get the page again. */
  readonly command: string;
}

const POINTS = 400;

/** The page. */
export async function tearSheetPage(sheet: TearSheet): Promise<string> {
  const { title, book, benchmark, dates, data, reasons, command } = sheet;
  const figures: string[] = [];
  for (const figure of [curve(sheet), drawdown(sheet), weights(sheet), trading(sheet)])
    figures.push(
      `<h2>${escapeHtml(figure.title)}</h2>${await previewHtml(figure)}<p class="note">${escapeHtml(figure.caption)}</p>`,
    );
  const span = dates.length > 0 ? `${dates[0]} to ${dates.at(-1)} (${book.days} days)` : `${book.days} days`;
  const [wealth, drop, ...rest] = figures;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="lead">${escapeHtml(book.strategy)}, beside ${escapeHtml(benchmark.strategy)}; both pay ${escapeHtml(book.cost)}.</p>`,
    book.hindsight
      ? '<p class="banner" role="note">This strategy knows the future: it shows what was possible, not what could be earned.</p>'
      : '',
    factList([
      ['data', escapeHtml(data)],
      ['days', escapeHtml(span)],
      ['assets', String(sheet.assets.length)],
      ['made again by', `<code>${escapeHtml(command)}</code>`],
    ]),
    '<h2>Measures</h2>',
    measuresHtml(sheet),
    wealth,
    drop,
    monthsHtml(sheet),
    ...rest,
    '<h2>What the data were taken for</h2>',
    `<ul>${reasons.map((r) => `<li>${escapeHtml(r)}</li>`).join('')}</ul>`,
    '<p class="note">Decisions use closes up to the day before and trade at that close. What happened before is no promise of what comes.</p>',
  ];
  return page(`${title} · Strata`, body.filter(Boolean).join('\n'), [], '', 'This page asks the network for nothing.');
}

const measures: readonly (readonly [string, (p: Performance) => number | undefined, number])[] = [
  ['final wealth, for 1 at the start', (p) => p.finalWealth, 4],
  ['return a year, %', (p) => 100 * p.annualReturn, 2],
  ['volatility a year, %', (p) => 100 * p.annualVolatility, 2],
  ['Sharpe ratio', (p) => p.sharpeRatio, 2],
  ['Sortino ratio', (p) => p.sortinoRatio, 2],
  ['Calmar ratio', (p) => p.calmarRatio, 2],
  ['downside deviation ratio', (p) => p.downsideDeviationRatio, 2],
  ['largest drawdown, %', (p) => 100 * p.maxDrawdown, 2],
  ['longest drawdown, days', (p) => p.longestDrawdownDays, 0],
  ['value at risk (5 %), % a day', (p) => 100 * p.valueAtRisk, 2],
  ['conditional value at risk (5 %), % a day', (p) => 100 * p.conditionalValueAtRisk, 2],
  ['tail ratio', (p) => p.tailRatio, 2],
  ['turnover a year (one way)', (p) => p.annualTurnover, 2],
  ['costs, sum of shares of wealth, %', (p) => 100 * p.costShare, 2],
  ['alpha a year, %', (p) => p.against && 100 * p.against.alpha, 2],
  ['beta', (p) => p.against?.beta, 2],
  ['information ratio', (p) => p.against?.informationRatio, 2],
  ['tracking error a year, %', (p) => p.against && 100 * p.against.trackingError, 2],
];

function measuresHtml({ book, benchmark, daysPerYear }: TearSheet): string {
  const own = performanceOf(book, { daysPerYear, benchmark });
  const other = performanceOf(benchmark, { daysPerYear });
  const cell = (value: number | undefined, digits: number): string =>
    `<td>${value === undefined || !Number.isFinite(value) ? '<span class="soft">none</span>' : minus(fixed(value, digits))}</td>`;
  const rows = measures.map(
    ([name, of, digits]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${cell(of(own), digits)}${cell(of(other), digits)}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Measures"><table><thead><tr><th scope="col">measure</th><th scope="col">${escapeHtml(book.strategy)}</th><th scope="col">${escapeHtml(benchmark.strategy)}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns by month and year; empty without dates. */
function monthsHtml({ book, dates }: TearSheet): string {
  if (dates.length === 0) return '';
  const growth = monthlyGrowth(book.net, dates);
  const years = [...new Set([...growth.keys()].map((key) => key.slice(0, 4)))];
  const text = (value: number | undefined): string =>
    value === undefined ? '<td></td>' : `<td>${minus(fixed(100 * (value - 1), 1))}</td>`;
  const rows = years.map((year) => {
    const months = monthNames.map((_, m) => growth.get(`${year}-${String(m + 1).padStart(2, '0')}`));
    const whole = months.reduce((product: number, g) => product * (g ?? 1), 1);
    return `<tr><th scope="row">${year}</th>${months.map(text).join('')}${text(whole)}</tr>`;
  });
  return `<h2>Returns by month, %</h2><div class="scroll" tabindex="0" role="region" aria-label="Returns by month"><table><thead><tr><th scope="col">year</th>${monthNames.map((m) => `<th scope="col">${m}</th>`).join('')}<th scope="col">year</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Growth of each month, keyed YYYY-MM, in the order of the days. */
export function monthlyGrowth(growth: Float64Array, dates: readonly string[]): Map<string, number> {
  const months = new Map<string, number>();
  for (const [t, date] of dates.entries()) {
    const key = date.slice(0, 7);
    months.set(key, (months.get(key) ?? 1) * (growth[t] as number));
  }
  return months;
}

function minus(text: string): string {
  return text.replace('-', '−');
}

/** The days that are drawn: the last of each run of equal length. */
function drawnDays(days: number): number[] {
  const every = Math.max(1, Math.ceil(days / POINTS));
  return Array.from({ length: days }, (_, t) => t).filter((t) => (t + 1) % every === 0 || t === days - 1);
}

function timeAxis(dates: readonly string[]): Figure['x'] {
  return dates.length > 0
    ? { field: 'day', title: 'date', type: 'temporal', format: '%b %Y' }
    : { field: 'day', title: 'trading day', type: 'quantitative' };
}

/** Lines over the days, one a name. */
function lines(
  { dates, book }: TearSheet,
  series: readonly (readonly [string, (t: number) => number])[],
  about: Pick<Figure, 'id' | 'title' | 'caption'> & { readonly y: Omit<NonNullable<Figure['y']>, 'field' | 'type'> },
): Figure {
  const days = drawnDays(book.days);
  const { id, title, caption, y } = about;
  return {
    id,
    title,
    caption,
    marks: ['line'],
    x: timeAxis(dates),
    y: { ...y, field: 'value', type: 'quantitative' },
    colour: { field: 'name', title: '' },
    data: {
      day: series.flatMap(() => days.map((t) => dates[t] ?? t + 1)),
      value: series.flatMap(([, of]) => days.map(of)),
      name: series.flatMap(([name]) => days.map(() => name)),
    },
    synthetic: false,
  };
}

function both({ book, benchmark }: TearSheet, of: (b: Backtest) => Float64Array): [string, (t: number) => number][] {
  return [book, benchmark].map((b) => {
    const values = of(b);
    return [b.strategy, (t: number): number => values[t] as number];
  });
}

function curve(sheet: TearSheet): Figure {
  // Where wealth multiplies, equal growth should look equal; a logarithmic axis of small changes would show a straight line.
  const reached = [...sheet.book.wealth, ...sheet.benchmark.wealth];
  const least = reached.reduce((low, v) => Math.min(low, v), 1);
  const most = reached.reduce((high, v) => Math.max(high, v), 1);
  const log = most > 4 * least;
  return lines(
    sheet,
    both(sheet, (b) => b.wealth),
    {
      id: 'wealth',
      title: 'Wealth',
      caption: `For 1 at the start, after costs${log ? ', on a logarithmic scale' : ''}.`,
      y: { title: 'wealth', scale: log ? 'log' : 'linear', format: '.3~g' },
    },
  );
}

function drawdown(sheet: TearSheet): Figure {
  return lines(
    sheet,
    both(sheet, (b) => drawdowns(b.wealth).map((d) => -d)),
    {
      id: 'drawdown',
      title: 'Drawdown',
      caption: 'Distance from the highest wealth so far.',
      y: { title: 'drawdown', format: '.0%', zero: true },
    },
  );
}

/** The six assets held most over time; all others together. */
function weights(sheet: TearSheet): Figure {
  const { book, assets } = sheet;
  const n = assets.length;
  const held = assets.map((_, i) => {
    let sum = 0;
    for (let t = 0; t < book.days; t++) sum += book.weights[t * n + i] as number;
    return sum / book.days;
  });
  const order = assets.map((_, i) => i).sort((a, b) => (held[b] as number) - (held[a] as number));
  const shown = order.slice(0, n > 7 ? 6 : n);
  const others = order.slice(shown.length);
  const mean = meanOver(book, n);
  const series: [string, (t: number) => number][] = shown.map((i) => [assets[i] as string, (t) => mean(t, [i])]);
  if (others.length > 0) series.push([`${others.length} others`, (t) => mean(t, others)]);
  return lines(sheet, series, {
    id: 'weights',
    title: 'Weights over time',
    caption: 'Share of wealth in the assets held most, mean over the days between two points of the chart.',
    y: { title: 'share of wealth', format: '.0%', zero: true },
  });
}

/** Mean weight of some assets over the days since the last point drawn. */
function meanOver(book: Backtest, n: number): (t: number, of: readonly number[]) => number {
  const every = Math.max(1, Math.ceil(book.days / POINTS));
  return (t, of) => {
    const from = Math.max(0, t - ((t + 1) % every === 0 ? every : (t + 1) % every) + 1);
    let sum = 0;
    for (let day = from; day <= t; day++) for (const i of of) sum += book.weights[day * n + i] as number;
    return sum / (t - from + 1);
  };
}

function trading(sheet: TearSheet): Figure {
  const { book } = sheet;
  const turnover = book.turnover.slice();
  const costs = book.costs.slice();
  for (let t = 1; t < book.days; t++) {
    turnover[t] = (turnover[t] as number) + (turnover[t - 1] as number);
    costs[t] = (costs[t] as number) + (costs[t - 1] as number);
  }
  return lines(
    sheet,
    [
      ['turnover, one way', (t) => (turnover[t] as number) / 2],
      ['costs × 100', (t) => 100 * (costs[t] as number)],
    ],
    {
      id: 'trading',
      title: 'Turnover and cost',
      caption:
        'Wealth moved and costs paid so far, in units of the wealth of each day; costs a hundred times enlarged.',
      y: { title: 'sum so far', format: '.3~g', zero: true },
    },
  );
}
