/** The look of the report: system fonts, light and dark by variables, wide tables that scroll with their heads in place, paper in black. */
import { palette } from './charts.js';

const light = `color-scheme: light; --paper: #fcfcfa; --ink: #1c2226; --soft: #566169; --line: #dcdfe0; --card: #ffffff; --tint: #f1f4f5; --accent: #00548f; --good: #0a6b3d; --bad: #a3330b; --open: #5b4b8a; ${series(palette)}`;

const dark = `color-scheme: dark; --paper: #14181b; --ink: #e4e9eb; --soft: #a6b1b8; --line: #323a40; --card: #1a1f23; --tint: #20272c; --accent: #82c3f5; --good: #6fd3a0; --bad: #f5a07a; --open: #c0b4f2; ${series(['#4BA3DB', '#F0803C', '#2DBE92', '#DE98BF', '#F0B73A', '#A6DBF7', '#A9B1B7'])}`;

/** Variables for the colours of series: charts are drawn once, each theme gives the palette its own shades. */
function series(colours: readonly string[]): string {
  return colours.map((colour, i) => `--series-${i}: ${colour};`).join(' ');
}

const shades = palette
  .map(
    (colour, i) =>
      `figure svg [fill="${colour}"] { fill: var(--series-${i}); } figure svg [stroke="${colour}"] { stroke: var(--series-${i}); }`,
  )
  .join('\n');

/** Style sheet of every page. */
export const stylesheet: string = `
:root { ${light} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${dark} } }
@media screen { :root[data-theme=dark] { ${dark} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: .15em; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 9; }
header.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; max-width: 1220px; margin: 0 auto; padding: .7rem 1.25rem; }
header.top nav { display: flex; flex-wrap: wrap; gap: .2rem; margin-left: -.6rem; }
header.top nav a { padding: .25rem .6rem; border-radius: 6px; color: var(--soft); text-decoration: none; font-size: .93rem; }
header.top nav a:hover { background: var(--tint); color: var(--ink); }
header.top nav a:first-child { font-weight: 700; color: var(--ink); }
header.top nav a[aria-current] { background: var(--tint); color: var(--ink); }
button { font: inherit; font-size: .85rem; flex: none; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .7rem; cursor: pointer; }
main { max-width: 1220px; margin: 0 auto; padding: .5rem 1.25rem 3rem; }
footer { max-width: 1220px; margin: 0 auto; padding: 1rem 1.25rem 2rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .88rem; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.1rem); line-height: 1.2; margin: 1.4rem 0 .7rem; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.3rem; margin: 2.8rem 0 .8rem; letter-spacing: -.01em; }
h3 { font-size: 1.02rem; margin: 0 0 .6rem; }
p, li { max-width: 80ch; }
p.lead { font-size: 1.05rem; }
.soft, .note { color: var(--soft); }
.note { font-size: .88rem; margin: .6rem 0 0; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--tint); border: 1px solid var(--line); border-radius: 4px; padding: .1em .35em; }
.banner { max-width: none; border: 1px solid var(--bad); border-left-width: 5px; background: var(--tint); padding: .6rem 1rem; border-radius: 6px; font-weight: 600; }
.tag { font-size: .72rem; font-weight: 600; color: var(--bad); border: 1px solid currentColor; border-radius: 4px; padding: .05rem .4rem; margin-left: .4rem; white-space: nowrap; }
.facts { display: flex; flex-wrap: wrap; gap: .8rem 2.4rem; margin: 1.3rem 0; padding: 0; }
.facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; font-weight: 600; }
.contents { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: 1.5rem 0 0; padding: .9rem 0; font-size: .93rem; }
.contents p { margin: 0 0 .3rem; color: var(--soft); font-size: .8rem; }
.contents ul { columns: 20rem auto; column-gap: 2rem; margin: 0; padding: 0; list-style: none; }
.contents li { break-inside: avoid; padding: .12rem 0; }
section.table { margin: 0 0 2rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.scroll.tall { max-height: 80vh; overflow-y: auto; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .8rem .9rem .6rem; font-weight: 650; font-size: 1.02rem; }
caption small { display: block; color: var(--soft); font-weight: 400; font-size: .82rem; margin-top: .15rem; }
caption .soft, th .soft { font-weight: 400; }
th, td { padding: .42rem .7rem; text-align: right; vertical-align: top; border-top: 1px solid var(--line); white-space: nowrap; background: var(--card); }
thead th, thead td { color: var(--soft); font-weight: 600; font-size: .84rem; border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
tbody tr:first-child > * { border-top: 0; }
thead th:first-child, thead td:first-child { left: 0; z-index: 2; }
tbody th, tr.words th, td.words { text-align: left; }
tbody th { font-weight: 600; position: sticky; left: 0; white-space: normal; min-width: 7.5rem; max-width: 22rem; box-shadow: 1px 0 var(--line); }
td.words { white-space: normal; min-width: 12rem; }
td.words.short { white-space: nowrap; min-width: 0; }
td small { display: block; color: var(--soft); font-size: .78rem; }
td.best > .value { font-weight: 750; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
.badge { display: inline-block; font-size: .75rem; line-height: 1.35; font-weight: 600; border: 1px solid currentColor; border-radius: 99px; padding: 0 .5rem; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.claims { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
.claims li, .study, figure { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: 1rem 1.1rem; }
.claims .head { display: flex; gap: .7rem; align-items: center; color: var(--soft); }
.claims p { margin: .4rem 0 0; } .claims p.statement { font-weight: 600; } .claims p.small { font-size: .88rem; }
details { margin: .9rem 0 0; } summary { cursor: pointer; color: var(--accent); font-size: .92rem; } details p { font-size: .9rem; margin: .4rem 0; }
figure { margin: 0 0 1.2rem; }
figure .scroll { border: 0; }
figure svg { display: block; max-width: none; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .6rem; max-width: 80ch; }
.narrow { display: none; }
@media screen and (max-width: 640px) { .wide { display: none; } .narrow { display: block; } figure { padding: .9rem .7rem; } }
${shades}
.study { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 26rem); gap: 0 2rem; margin: 0 0 1.2rem; }
.study h2 { margin: 0 0 .3rem; } .study .facts { margin: .9rem 0; gap: .6rem 1.8rem; }
.study .find { list-style: none; margin: .5rem 0 0; padding: 0; } .study .find li { padding: .18rem 0; }
.study figure { border: 0; padding: 0; margin: 0; background: none; align-self: center; } .study figure svg { width: 100%; height: auto; }
@media (max-width: 800px) { .study { grid-template-columns: minmax(0, 1fr); } .study figure { display: none; } }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; background: var(--card); } .cards p { margin: .2rem 0 0; font-size: .88rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media print {
  header.top nav a:not([aria-current]), button, .contents, .skip { display: none; }
  body { font-size: 10pt; background: none; } main { max-width: none; padding: 0; }
  .scroll, .scroll.tall { overflow: visible; max-height: none; } table { font-size: 7.5pt; } th, td { padding: .2rem .35rem; position: static !important; }
  figure, .claims li, .study, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  figure svg { max-width: 100%; height: auto; }
}
`;
