/** Draws Vega-Lite specifications as SVG without a browser; on a page, text and axes take the colour of the text around them. */
import type { TopLevelSpec } from 'vega-lite';
import { sha256 } from '../core/index.js';
import type { VegaLiteSpec } from './charts.js';

/** A picture of a specification; equal specifications give equal bytes. With `theme: 'page'` it has no colours of text and no words for readers of its own. */
export async function renderSvg(spec: VegaLiteSpec, options: { theme?: 'page' | 'light' } = {}): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const themed = options.theme === 'page' ? { ...spec, config: merged(spec.config, pageConfig) } : spec;
  const compiled = vegaLite.compile(themed as unknown as TopLevelSpec, { logger: quiet });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger: quiet });
  const svg = await view.toSVG();
  view.finalize();
  const drawn = options.theme === 'page' ? withoutWords(svg) : svg;
  return withOwnIds(drawn, sha256(JSON.stringify(spec)).slice(0, 8));
}

const ink = 'currentColor';

/** The page describes a chart as a whole, so its marks need no descriptions: half the bytes. */
const pageConfig: Readonly<Record<string, object | boolean>> = {
  aria: false,
  title: { color: ink, subtitleColor: ink },
  axis: { labelColor: ink, titleColor: ink, tickColor: ink, domainColor: ink, gridColor: ink, gridOpacity: 0.12 },
  legend: { labelColor: ink, titleColor: ink },
  header: { labelColor: ink, titleColor: ink },
  text: { color: ink },
  rule: { color: ink },
};

/** Two configurations, member by member. */
function merged(config: unknown, more: Readonly<Record<string, object | boolean>>): Record<string, unknown> {
  const base = (config ?? {}) as Readonly<Record<string, unknown>>;
  const both = Object.entries(more).map(([name, value]) => [
    name,
    typeof value === 'object' ? { ...(base[name] as object), ...value } : value,
  ]);
  return { ...base, ...Object.fromEntries(both) };
}

/** A page describes the chart as a whole; what Vega says about each group of marks would be read out beside it. */
function withoutWords(svg: string): string {
  return svg.replace(/<[^>]+>/g, (tag) => tag.replace(/ (?:role="graphics-[a-z]+"|aria-[a-z]+="[^"]*")/g, ''));
}

/** Vega numbers clips and gradients over all charts of a process; several charts on one page need names of their own. */
function withOwnIds(svg: string, prefix: string): string {
  const seen = new Map<string, string>();
  return svg.replace(/(id="|url\(#)((?:clip|gradient_)\d+)/g, (_, before: string, id: string) => {
    if (!seen.has(id)) seen.set(id, `s${prefix}-${seen.size}`);
    return `${before}${seen.get(id)}`;
  });
}

/** Vega tells about empty domains and the like on the console; a report must not. */
const quiet = {
  level: () => quiet,
  error: () => quiet,
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
} as unknown as import('vega').LoggerInterface;
