/** Small pieces of HTML: escaping, badges, the frame of a page that needs no network. */
import { stylesheet } from './style.js';

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const tones: Readonly<Record<string, string>> = {
  matches: 'good',
  holds: 'good',
  'same ordering': 'good',
  differs: 'bad',
  'does not hold': 'bad',
  'not the same ordering': 'bad',
};

/** A verdict as a coloured word. */
export function badge(verdict: string): string {
  return `<span class="badge ${tones[verdict] ?? 'open'}">${escapeHtml(verdict)}</span>`;
}

/** What every page and table of synthetic data begins with. */
export const syntheticNote = 'Synthetic data: these bars are a statistical twin, no market traded them.';

/** A whole page. `crumb` is a link back, where there is one. */
export function page(title: string, body: string, crumb = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${stylesheet}</style>
<script>
const chosen = (() => { try { return localStorage.getItem('strata-theme'); } catch { return null; } })();
if (chosen) document.documentElement.dataset.theme = chosen;
function switchTheme() {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  try { localStorage.setItem('strata-theme', document.documentElement.dataset.theme); } catch {}
}
</script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><nav aria-label="Site"><a href="index.html">Strata</a>${crumb}</nav><button type="button" onclick="switchTheme()">Light or dark</button></header>
<main id="content">
${body}
</main>
</body>
</html>
`;
}
