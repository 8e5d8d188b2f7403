/** What the theatre's page adds to the report's style sheet. */
export const theatreStyle: string = `
.controls { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; position: sticky; top: 0; background: var(--paper); padding: .6rem 0; z-index: 3; }
.controls input { flex: 1 1 12rem; accent-color: var(--accent); }
.stage { display: grid; grid-template-columns: minmax(20rem, 26rem) minmax(0, 1fr); gap: 1.2rem; }
.stage figure { align-self: start; } .stage figure svg { width: 100%; height: auto; }
#ladder td { padding: .15rem .6rem; } #ladder td.size { background: linear-gradient(var(--tint), var(--tint)) no-repeat; }
#ladder td.bid { background-position: right; } #ladder tr.ours td.price { font-weight: 750; text-decoration: underline; text-underline-offset: 3px; }
#ladder tr.middle td { border-top: 2px solid var(--soft); }
#told { min-height: 3.2em; } .fills button { font-variant-numeric: tabular-nums; } .fills li { padding: .15rem 0; }
.facts > div { min-width: 7.5rem; }
@media (max-width: 800px) { .stage { grid-template-columns: minmax(0, 1fr); } }
`;
