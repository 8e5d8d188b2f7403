/** The door of report: charts, tables, the site. */
export { type ChartRoom, palette, toVegaLite, type VegaLiteSpec } from './charts.js';
export { escapeHtml } from './html.js';
export type { ExtraPage } from './index-page.js';
export { publishStudy } from './publish.js';
export { summaryJson, type WrittenReport, writeReport } from './site.js';
export { renderSvg } from './svg.js';
export { figureCsv, markdownGrid, tableCsv, tableMarkdown, tableText } from './table-text.js';
export { factTableHtml, findCell, tableHtml } from './tables.js';
export { type TearSheet, tearSheetPage } from './tear-sheet.js';
export { theatrePage } from './theatre/theatre.js';
