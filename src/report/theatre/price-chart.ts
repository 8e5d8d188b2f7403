/** Best bid and ask of an episode as step lines, the live order and the fills; drawn once, the theatre's script moves the cursor. */
import { decimalsOf, type EpisodeRecord } from '../../execution/index.js';
import { palette } from '../charts.js';

const [width, height] = [720, 300];
const inner = { left: 60, right: 12, top: 10, bottom: 24 };

/** X of a step; the script has the same rule. */
export function stepX(step: number, steps: number): number {
  return inner.left + ((width - inner.left - inner.right) * step) / Math.max(1, steps - 1);
}

/** The chart as SVG with a cursor line of id `cursor`. */
export function priceChart(record: EpisodeRecord): string {
  const { book, firstSnapshot, steps, fills } = record;
  const column = (ticks: Int32Array): Float64Array =>
    Float64Array.from({ length: steps }, (_, k) => ticks[(firstSnapshot + k) * book.levels] || Number.NaN);
  const [bids, asks] = [column(book.bidTicks), column(book.askTicks)];
  const orders = Float64Array.from(record.liveTicks, (t) => t || Number.NaN);
  const seen = [...bids, ...asks, ...orders, ...fills.map((f) => f.ticks)].filter(Number.isFinite);
  const low = seen.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) - 1;
  const high = seen.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + 1;
  const x = (step: number): number => stepX(step, steps);
  const y = (ticks: number): number =>
    inner.top + ((height - inner.top - inner.bottom) * (high - ticks)) / (high - low);
  const price = (ticks: number): string => (ticks * book.tickSize).toFixed(decimalsOf(book.tickSize));
  const marks = niceTicks(low, high).map(
    (t) =>
      `<line x1="${inner.left}" x2="${width - inner.right}" y1="${fix(y(t))}" y2="${fix(y(t))}" stroke="currentColor" stroke-opacity="0.12"/><text x="${inner.left - 6}" y="${fix(y(t) + 4)}" text-anchor="end" font-size="11" fill="currentColor">${price(t)}</text>`,
  );
  const dots = fills.map(
    (f) =>
      `<circle cx="${fix(x(f.step))}" cy="${fix(y(f.ticks))}" r="3.5" fill="${f.reason === 'forced' ? palette[1] : palette[2]}"/>`,
  );
  const line = (values: Float64Array, colour: string | undefined, more = ''): string =>
    `<path d="${stepPath(values, x, y)}" fill="none" stroke="${colour}" stroke-width="1.4"${more}/>`;
  return `<svg role="img" aria-label="Best bid and ask, live order and fills by step" viewBox="0 0 ${width} ${height}" data-left="${inner.left}" data-width="${width - inner.left - inner.right}">
${marks.join('')}
${line(bids, palette[0])}${line(asks, palette[3])}${line(orders, palette[2], ' stroke-dasharray="4 3"')}
${dots.join('')}
<line id="cursor" x1="${inner.left}" x2="${inner.left}" y1="${inner.top}" y2="${height - inner.bottom}" stroke="currentColor"/>
${legend()}
</svg>`;
}

function legend(): string {
  const entries = [
    ['best bid', palette[0]],
    ['best ask', palette[3]],
    ['live order', palette[2]],
    ['fill', palette[2]],
    ['forced fill', palette[1]],
  ] as const;
  return entries
    .map(([name, colour], i) => {
      const at = inner.left + 120 * i;
      const mark = name.endsWith('fill')
        ? `<circle cx="${at + 8}" cy="${height - 8}" r="3.5" fill="${colour}"/>`
        : `<line x1="${at}" x2="${at + 16}" y1="${height - 8}" y2="${height - 8}" stroke="${colour}" stroke-width="2"${name === 'live order' ? ' stroke-dasharray="4 3"' : ''}/>`;
      return `${mark}<text x="${at + 22}" y="${height - 4}" font-size="11" fill="currentColor">${name}</text>`;
    })
    .join('');
}

/** A line that holds each value until the next and breaks where there is none. */
function stepPath(values: Float64Array, x: (step: number) => number, y: (ticks: number) => number): string {
  let path = '';
  let before = Number.NaN;
  for (const [k, value] of values.entries()) {
    if (Number.isFinite(value)) {
      if (!Number.isFinite(before)) path += `M${fix(x(k))} ${fix(y(value))}`;
      else if (value !== before) path += `H${fix(x(k))}V${fix(y(value))}`;
      else if (k === values.length - 1) path += `H${fix(x(k))}`;
    } else if (Number.isFinite(before)) path += `H${fix(x(k))}`;
    before = value;
  }
  return path;
}

/** At most six whole tick values between two ends. */
function niceTicks(low: number, high: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((s) => (high - low) / s <= 6) ?? high - low;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, i) => first + i * step);
}

function fix(value: number): string {
  return value.toFixed(1);
}
