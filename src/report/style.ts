/** The look of the report: system fonts, light and dark by variables, wide tables that scroll with their first column in place. */

/** Style sheet of every page. */
export const stylesheet = `
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1d2327; --soft: #5b666e; --line: #d9dddf; --card: #ffffff; --accent: #005a9c; --good: #0a6b3d; --bad: #a3330b; --open: #5b4b8a; --tint: #f2f5f6; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --paper: #14181b; --ink: #e6eaec; --soft: #a3afb6; --line: #333b41; --card: #1b2024; --accent: #7cc0f4; --good: #6fd3a0; --bad: #f5a07a; --open: #bcaef0; --tint: #20272c; } }
:root[data-theme=dark] { color-scheme: dark; --paper: #14181b; --ink: #e6eaec; --soft: #a3afb6; --line: #333b41; --card: #1b2024; --accent: #7cc0f4; --good: #6fd3a0; --bad: #f5a07a; --open: #bcaef0; --tint: #20272c; }
:root[data-theme=light] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
a { color: var(--accent); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 9; }
header.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .7rem 1.2rem; border-bottom: 1px solid var(--line); }
header.top nav a { font-weight: 650; text-decoration: none; margin-right: .6rem; }
button { font: inherit; font-size: .85rem; color: var(--ink); background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
main { max-width: 1180px; margin: 0 auto; padding: 1.2rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .4rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; }
p.lead { font-size: 1.06rem; max-width: 78ch; }
p, li { max-width: 86ch; }
.soft, .note { color: var(--soft); font-size: .88rem; }
.banner { border-left: 4px solid var(--bad); background: var(--tint); padding: .6rem 1rem; border-radius: 0 6px 6px 0; font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: 1rem 0; padding: 0; }
.facts div { min-width: 8rem; } .facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; font-weight: 600; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .7rem .9rem .5rem; font-weight: 650; }
th, td { padding: .4rem .7rem; text-align: right; vertical-align: top; border-top: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--soft); font-weight: 600; font-size: .82rem; }
tbody th, td.words { text-align: left; font-weight: 600; position: sticky; left: 0; background: var(--card); }
td.words { font-weight: 400; position: static; white-space: normal; }
td small { display: block; color: var(--soft); font-size: .76rem; }
td.best > .value { font-weight: 750; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
.badge { display: inline-block; font-size: .74rem; font-weight: 600; border: 1px solid currentColor; border-radius: 99px; padding: 0 .5rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
figure { margin: 1.4rem 0; padding: .9rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
figure .scroll { border: 0; } figure svg { display: block; max-width: none; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .5rem; max-width: 86ch; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 8px; padding: 1rem; background: var(--card); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media print { header.top { display: none; } .scroll { overflow: visible; } figure, .scroll { break-inside: avoid; } }
`;
