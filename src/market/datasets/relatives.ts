/** The classic markets of online portfolio selection: daily price relatives of anonymous assets (Li and Hoi's data sets, OLPS toolbox). */
import fs from 'node:fs';
import path from 'node:path';
import { DataError, type Problem, paths, StrataError } from '../../core/index.js';
import { quote } from '../database.js';
import { selectColumns } from '../parquet.js';
import { inspectFile } from '../store/integrity.js';

/** Price relatives close(t) / close(t − 1), row-major [days × assets]; the sets have no dates. */
export interface Relatives {
  readonly dataset: string;
  readonly days: number;
  readonly assets: readonly string[];
  readonly values: Float64Array;
  /** SHA-256 of the file. */
  readonly hash: string;
}

/** A data set of relatives. */
export interface RelativesDataset {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly source: string;
  readonly licence: string;
}

const olps = (id: string, title: string): RelativesDataset => ({
  id: `olps-${id}`,
  title,
  file: `olps/${id}.csv.gz`,
  source: 'OLPS/OLPS: Data',
  licence: 'Apache-2.0',
});

/** All data sets of relatives. */
export const relativesDatasets: readonly RelativesDataset[] = [
  olps('nyse-o', 'NYSE (O), 36 stocks, 1962-07-03 to 1984-12-31'),
  olps('nyse-n', 'NYSE (N), 23 stocks, 1985-01-01 to 2010-06-30'),
  olps('tse', 'Toronto, 88 stocks, 1994-01-04 to 1998-12-31'),
  olps('sp500', 'S&P 500, the 25 largest, 1998-01-02 to 2003-01-31'),
  olps('djia', 'Dow 30, 2001-01-14 to 2003-01-14'),
];

/**
 * Reads a data set of relatives from STRATA_DATA.
 * @throws StrataError for an unknown id or missing data; DataError listing every cell that is no number above zero
 */
export async function loadRelatives(id: string): Promise<Relatives> {
  const dataset = relativesDatasets.find((d) => d.id === id);
  if (!dataset) throw new StrataError(`no data set ${id}; there are ${relativesDatasets.map((d) => d.id).join(', ')}`);
  const data = paths.data();
  if (!data)
    throw new StrataError(
      `${id} is read from the market data folder; set STRATA_DATA to its absolute path (layout: data/README.md)`,
    );
  const file = path.join(data, dataset.file);
  if (!fs.existsSync(file)) throw new StrataError(`${file} is not there; see data/README.md for the layout`);
  const facts = await inspectFile(file, dataset.file);
  if (facts.problems.length > 0) throw new DataError(facts.problems, `${id} was refused`);
  const columns = await selectColumns(
    `SELECT TRY_CAST(COLUMNS(*) AS DOUBLE) FROM read_csv(${quote(file)}, all_varchar = true, header = true, parallel = false)`,
  );
  const assets = Object.keys(columns);
  const days = columns[assets[0] ?? '']?.length ?? 0;
  const values = new Float64Array(days * assets.length);
  const problems: Problem[] = [];
  for (const [a, asset] of assets.entries()) {
    for (let t = 0; t < days; t++) {
      const value = columns[asset]?.[t] as number;
      values[t * assets.length + a] = value;
      if (value > 0) continue;
      problems.push({
        file: dataset.file,
        row: t + 1,
        column: asset,
        value: String(value),
        problem: 'a price relative must be a number above zero',
        remedy: 'correct the cell',
      });
    }
  }
  if (problems.length > 0) throw new DataError(problems, `${id} was refused`);
  return { dataset: id, days, assets, values, hash: facts.sha256 };
}
