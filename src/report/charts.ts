/** Turns a figure's plain description into a Vega-Lite 5 specification, and that into SVG without a browser. */
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Figure, Mark } from '../studies/index.js';

/** A Vega-Lite 5 specification as plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** Colours that stay apart for colour-blind readers (Okabe and Ito 2008), without yellow and with grey for black. */
export const palette: readonly string[] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#777777'];

const size = { whole: { width: 620, height: 300 }, facet: { width: 250, height: 150 } };

/** The specification of a figure. Colours of axes and text are left to the place where it is drawn. */
export function toVegaLite(figure: Figure): VegaLiteSpec {
  const { width, height } = figure.facet ? size.facet : size.whole;
  const inner = { width, height, layer: figure.marks.map((mark) => layer(figure, mark)) };
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: { text: figure.title, anchor: 'start' },
    description: figure.caption,
    data: { values: rowsOf(figure.data) },
    config: {
      background: 'transparent',
      range: { category: palette },
      view: { stroke: null },
      axis: { grid: !figure.marks.includes('heatmap') },
    },
  };
  if (!figure.facet) return { ...shared, ...inner };
  return {
    ...shared,
    facet: { field: figure.facet.field, type: 'nominal', title: figure.facet.title, header: { labelLimit: 300 } },
    columns: figure.facet.columns,
    spec: inner,
  };
}

/** A picture of a specification. With `theme: 'page'` text and axes take the colour of the text around it. */
export async function renderSvg(spec: VegaLiteSpec, options: { theme?: 'page' | 'light' } = {}): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const themed = options.theme === 'page' ? { ...spec, config: { ...(spec.config as object), ...pageConfig } } : spec;
  const compiled = vegaLite.compile(themed as unknown as TopLevelSpec, { logger: quiet });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger: quiet });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

const ink = 'currentColor';
const pageConfig = {
  title: { color: ink, subtitleColor: ink },
  axis: {
    labelColor: ink,
    titleColor: ink,
    tickColor: ink,
    domainColor: ink,
    gridColor: ink,
    gridOpacity: 0.12,
    grid: true,
  },
  legend: { labelColor: ink, titleColor: ink },
  header: { labelColor: ink, titleColor: ink },
  text: { color: ink },
};

/** Vega tells about empty domains and the like on the console; a report must not. */
const quiet = {
  level: () => quiet,
  error: () => quiet,
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
} as unknown as import('vega').LoggerInterface;

function rowsOf(data: Figure['data']): Readonly<Record<string, unknown>>[] {
  const names = Object.keys(data);
  const count = data[names[0] ?? '']?.length ?? 0;
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(names.map((name) => [name, data[name]?.[i] ?? null])),
  );
}

function channel(axis: Axis, mark: Mark): Record<string, unknown> {
  const quantitative = axis.type === 'quantitative';
  return {
    field: axis.field,
    type: axis.type,
    title: axis.title,
    ...(quantitative
      ? { scale: { zero: axis.zero ?? mark === 'bar', ...(axis.scale === 'log' ? { type: 'log', zero: false } : {}) } }
      : {}),
    ...(axis.type === 'ordinal' || axis.type === 'nominal' ? { sort: null, axis: { labelAngle: 0 } } : {}),
    ...(axis.format ? { axis: { format: axis.format } } : {}),
  };
}

function layer(figure: Figure, mark: Mark): Record<string, unknown> {
  const { x, y, colour } = figure;
  const colourChannel = colour ? { color: colourOf(figure) } : {};
  const tooltip = { tooltip: [x, ...(y ? [y] : [])].map((a) => ({ field: a.field, type: a.type, title: a.title })) };
  const plain = { x: channel(x, mark), ...(y ? { y: channel(y, mark) } : {}), ...colourChannel, ...tooltip };
  switch (mark) {
    case 'line':
      return { mark: { type: 'line', strokeWidth: 1.8 }, encoding: plain };
    case 'point':
      return { mark: { type: 'point', filled: true, size: 32 }, encoding: plain };
    case 'text':
      return { mark: { type: 'text', dy: -8 }, encoding: { ...plain, text: { field: y?.field ?? x.field } } };
    case 'bar':
      return {
        mark: { type: 'bar' },
        encoding: {
          ...plain,
          ...(colour && x.type !== 'quantitative' ? { xOffset: { field: colour.field, sort: null } } : {}),
        },
      };
    case 'heatmap':
      return { mark: { type: 'rect' }, encoding: plain };
    case 'distribution':
      return {
        mark: { type: 'bar', opacity: 0.65 },
        encoding: {
          x: { ...channel(x, mark), bin: { maxbins: 40 } },
          y: { aggregate: 'count', type: 'quantitative', title: 'count', stack: null },
          ...colourChannel,
        },
      };
    case 'band':
      return { mark: { type: 'area', opacity: 0.2 }, encoding: { ...span(figure, mark), ...colourChannel } };
    case 'rule':
      return { mark: { type: 'rule', strokeWidth: 1.4 }, encoding: { ...span(figure, mark), ...colourChannel } };
  }
}

/** The interval along the measured axis: y, or x where y only names things. */
function span(figure: Figure, mark: Mark): Record<string, unknown> {
  const { x, y, interval, colour } = figure;
  const named = (axis: Axis | undefined): boolean => axis?.type === 'nominal' || axis?.type === 'ordinal';
  const [low, high] = [interval?.low ?? y?.field, interval?.high ?? y?.field];
  const beside = { field: colour?.field, sort: null };
  if (y && named(y)) {
    return { x: { ...channel(x, mark), field: low }, x2: { field: high }, y: channel(y, mark) };
  }
  return {
    x: channel(x, mark),
    y: { ...(y ? channel(y, mark) : { type: 'quantitative' }), field: low },
    y2: { field: high },
    ...(mark === 'rule' && colour && named(x) ? { xOffset: beside } : {}),
  };
}

function colourOf(figure: Figure): Record<string, unknown> {
  const colour = figure.colour as NonNullable<Figure['colour']>;
  const numeric =
    typeof figure.data[colour.field]?.find((v) => v !== null) === 'number' && figure.marks.includes('heatmap');
  return numeric
    ? { field: colour.field, type: 'quantitative', title: colour.title, scale: { scheme: 'viridis' } }
    : { field: colour.field, type: 'nominal', title: colour.title, sort: null };
}
