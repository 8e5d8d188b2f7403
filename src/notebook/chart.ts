/** A figure as a notebook draws it: on white, so that it is read in dark themes too, its caption below the title, narrow enough for a cell. */
import { toVegaLite, type VegaLiteSpec } from '../report/index.js';
import type { Figure } from '../studies/index.js';

/** Pixels that a cell of a notebook offers in a window of 1280. */
const cellWidth = 800;

/** About how wide a letter of the caption is, pixels. */
const letterWidth = 5.7;

/** The Vega-Lite specification of a figure in a notebook. */
export function notebookChart(figure: Figure): VegaLiteSpec {
  const spec = toVegaLite(figure);
  const columns = figure.facet?.columns ?? 1;
  const width = Math.min(figure.facet ? 300 : 620, Math.floor(cellWidth / columns) - 40);
  const caption = figure.synthetic ? `Synthetic data. ${figure.caption}` : figure.caption;
  const title = {
    text: figure.title,
    anchor: 'start',
    subtitle: wrapped(caption, Math.floor(Math.max(columns * width, 480) / letterWidth)),
    subtitleColor: '#555',
    subtitlePadding: 6,
    offset: 14,
  };
  const config = {
    ...(spec.config as object),
    background: 'white',
    axis: { grid: !figure.marks.includes('heatmap'), labelOverlap: true, titleFontSize: figure.facet ? 10 : 11 },
    ...(figure.facet ? { legend: { orient: 'top' } } : {}),
  };
  if (!figure.facet) return { ...spec, title, config, width };
  const height = Math.max(130, Math.round(0.5 * width));
  return { ...spec, title, config, spec: { ...(spec.spec as object), width, height } };
}

/** Lines of at most the given number of letters; a longer word has its own line. */
export function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > letters) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
