/** Small pieces of HTML: escaping, badges, the frame of a page that needs no network. */
import { stylesheet } from './style.js';
import { verdictTone } from './verdicts.js';

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A verdict as a coloured word. */
export function badge(verdict: string): string {
  return `<span class="badge ${verdictTone(verdict) ?? 'open'}">${escapeHtml(verdict)}</span>`;
}

/** What every page and table of synthetic data begins with. */
export const syntheticNote = 'Synthetic data: these bars are a statistical twin, no market traded them.';

/** The note as a banner across a page; with `where` it says which part of the page it is about. */
export function syntheticBanner(where = ''): string {
  const remedy = process.env.STRATA_DATA ? '' : ' Set STRATA_DATA to the folder of the market data to see real ones.';
  return `<p class="banner" role="note">${where ? `${escapeHtml(where)}: ` : ''}${syntheticNote}${remedy}</p>`;
}

/** Paragraphs of a text, parted by empty lines. */
export function paragraphs(text: string, className: string): string {
  return text
    .split(/\n\s*\n/)
    .map((part) => `<p class="${className}">${escapeHtml(part)}</p>`)
    .join('\n');
}

/** Terms and what they are. */
export function factList(facts: readonly (readonly [term: string, html: string])[]): string {
  const items = facts.map(([term, html]) => `<div><dt>${escapeHtml(term)}</dt><dd>${html}</dd></div>`);
  return `<dl class="facts">${items.join('')}</dl>`;
}

/** A page of the site, for its navigation. */
export interface SitePage {
  readonly href: string;
  readonly label: string;
}

const siteFooter =
  'Every number of every table: <a href="../summary.json">summary.json</a>. These pages ask the network for nothing.';

/** A whole page. `pages` are those of the site, `current` is the address of this one; `footer` is HTML. */
export function page(
  title: string,
  body: string,
  pages: readonly SitePage[],
  current: string,
  footer: string = siteFooter,
): string {
  const links = pages.map(
    ({ href, label }) =>
      `<a href="${escapeHtml(href)}"${href === current ? ' aria-current="page"' : ''}>${escapeHtml(label)}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${stylesheet}</style>
<script>${themeScript}</script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><nav aria-label="Site">${links.join('')}</nav><button type="button" id="theme" hidden>Light or dark</button></header>
<main id="content">
${body}
</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`;
}

/** Light or dark as the system asks, or as the reader chose last; without scripts there is no button. */
const themeScript = `(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  try { const kept = localStorage.getItem('strata-theme'); if (kept) root.dataset.theme = kept; } catch {}
  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    button.hidden = false;
    button.addEventListener('click', () => {
      const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
      root.dataset.theme = isDark ? 'light' : 'dark';
      try { localStorage.setItem('strata-theme', root.dataset.theme); } catch {}
    });
  });
})();`;
