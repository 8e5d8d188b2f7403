/** The door of report: charts, tables, the site. */
export { palette, renderSvg, toVegaLite, type VegaLiteSpec } from './charts.js';
export { escapeHtml } from './html.js';
export { publishStudy } from './publish.js';
export { type ExtraPage, summaryJson, type WrittenReport, writeReport } from './site.js';
export { factTableHtml, findCell, markdownGrid, tableCsv, tableHtml, tableMarkdown, tableText } from './tables.js';
