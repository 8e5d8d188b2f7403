/** A figure on a page: drawn for a desk and for a phone, in the colours of the theme, its numbers a link away. */
import type { Figure } from '../studies/index.js';
import { type ChartRoom, toVegaLite } from './charts.js';
import { escapeHtml, syntheticNote } from './html.js';
import { renderSvg } from './svg.js';

/** The figure with its caption and links to its data (CSV) and its specification (Vega-Lite), which lie in `figures/`. */
export async function figureHtml(figure: Figure): Promise<string> {
  const [wide, narrow] = [await svgOf(figure, 'wide'), await svgOf(figure, 'narrow')];
  const label = escapeHtml(figure.title);
  const note = figure.synthetic ? ` <strong>${syntheticNote}</strong>` : '';
  return `<figure id="figure-${figure.id}"><h3>${label}</h3>
<div class="scroll wide" tabindex="0" role="region" aria-label="${label}, chart">${wide}</div><div class="narrow">${narrow}</div>
<figcaption>${escapeHtml(figure.caption)}${note} <a href="figures/${figure.id}.csv">Data of this chart</a>, <a href="figures/${figure.id}.vl.json">Vega-Lite</a></figcaption></figure>`;
}

/** The figure alone, as wide as its place. */
export async function previewHtml(figure: Figure): Promise<string> {
  return `<figure>${await svgOf(figure, 'wide')}</figure>`;
}

async function svgOf(figure: Figure, room: ChartRoom): Promise<string> {
  const svg = await renderSvg({ ...toVegaLite(figure, room), title: undefined }, { theme: 'page' });
  const label = escapeHtml(`${figure.title}. ${figure.caption}`);
  return svg.replace(/^<svg /, `<svg role="img" aria-label="${label}" `);
}
