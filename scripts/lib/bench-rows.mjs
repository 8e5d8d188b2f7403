// What a benchmark returns: rows of two measurements, ours and a peer's, taken in one run.

/**
 * A ratio above 1 always means that ours is better, whether the unit is a time or a rate.
 * @typedef {{ name: string, ours: number, peer: number, peerName: string, ratio: number, unit: string, threads: number }} Row
 */

/** @type {Readonly<Record<keyof Row, 'string' | 'number'>>} */
const shape = {
  name: 'string',
  ours: 'number',
  peer: 'number',
  peerName: 'string',
  ratio: 'number',
  unit: 'string',
  threads: 'number',
};

/**
 * What is wrong with a benchmark's rows, one line each.
 * @param {unknown} rows
 * @returns {string[]}
 */
export function rowProblems(rows) {
  if (!Array.isArray(rows) || rows.length === 0) return ['expected a list of rows, received none'];
  return rows.flatMap((row, i) => {
    const wrong = Object.entries(shape).flatMap(([key, type]) => {
      const value = row?.[key];
      if (typeof value === type && (type === 'string' || (Number.isFinite(value) && value > 0))) return [];
      return [`row ${i}: ${key} should be a ${type === 'number' ? 'positive number' : 'text'}, received ${value}`];
    });
    if (wrong.length > 0) return wrong;
    const expected = [row.ours / row.peer, row.peer / row.ours];
    // The ratio is the median over pairs, which is near the ratio of the medians but not equal to it.
    const fits = expected.some((ratio) => Math.abs(row.ratio / ratio - 1) < 0.3);
    return fits ? [] : [`row ${i}: ratio ${row.ratio} is neither near ours / peer nor near peer / ours`];
  });
}

/** Rows as a text table. */
export function rowTable(/** @type {readonly Row[]} */ rows) {
  const cells = rows.map((r) => [
    r.name,
    `${r.ours.toPrecision(4)} ${r.unit}`,
    `${r.peer.toPrecision(4)} ${r.unit}`,
    r.peerName,
    `${r.ratio.toFixed(2)}×`,
    String(r.threads),
  ]);
  const table = [['benchmark', 'ours', 'peer', 'peer is', 'ratio', 'threads'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
