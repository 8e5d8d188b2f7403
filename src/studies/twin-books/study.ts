/** The synthetic order books beside real ones: moments, what a probe reads from them, and what trading costs where they tell nothing. */
import { paths } from '../../core/index.js';
import {
  bookBands,
  factsOf,
  momentsOfBook,
  nullDays,
  probeSkills,
  spreadBalances,
  twinsOf,
} from '../../evaluation/index.js';
import {
  type BookDay,
  bookDays,
  bookTwinDay,
  bookTwinId,
  bookTwinInstruments,
  bookTwinParameters,
  bookTwinVersion,
  drawDays,
  loadBookDay,
} from '../../market/index.js';
import type { Study, StudyOptions, StudyResult } from '../kit.js';
import { bandTable, momentTable, outsideTable, placeFigure, probeTable, type Source, spreadTable } from './tables.js';

/** Study `twin-books`. */
export const twinBooksStudy: Study = { id: 'twin-books', title: 'Synthetic twins of order books', run };

const dataset = 'cn-000001-2020-09';
const stock = '600000';

/** Days of each of the eight stocks on which executors trade null books. */
const nullDaysOf = { smoke: 1, quick: 2, standard: 40, extended: 40, full: 203 } as const;

async function run({ profile }: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const p = bookTwinParameters(stock);
  const real = paths.data() ? await realDays(profile === 'smoke' ? 3 : undefined) : [];
  const twins = real.length > 0 ? twinsOf(p, real) : drawDays(p, 8).map((facts) => bookTwinDay(p, facts));
  const nulls =
    real.length > 0
      ? real.map((day) => bookTwinDay(p, factsOf(day), 'null'))
      : drawDays(p, 8).map((facts) => bookTwinDay(p, facts, 'null'));
  const kinds = profile === 'smoke' ? (['linear'] as const) : undefined;
  const skills = {
    ...(real.length > 0 ? { real: await probeSkills(real, kinds) } : {}),
    twin: await probeSkills(twins, kinds),
    none: await probeSkills(nulls, kinds),
  };
  const bands = real.length > 0 ? bookBands(real, twins) : [];
  const balances = spreadBalances(nullDays(nullDaysOf[profile]));
  const source: Source = {
    data: `twin-book@${bookTwinVersion} (synthetic)${real.length > 0 ? ` and ${dataset}` : ''}`,
    profile,
    inputs: [...real.map((day) => day.hash), bookTwinId(p, 'twin'), bookTwinId(p, 'null')],
  };
  const inside = bands.filter((b) => b.inside).length;
  const outside = outsideTable(bands, skills);
  return {
    study: 'twin-books',
    title: twinBooksStudy.title,
    summary:
      'No real order books of the eight stocks of M3T are at hand; what trades on them here is drawn from a model that is frozen. This page says in which moments such ' +
      'books are like eight real days of 000001 (Shenzhen, September 2020), and in which they are not; how much of the coming mid a probe reads from either; and that on books ' +
      `without information every executor pays its spread and nothing else. ${
        bands.length > 0
          ? `Of ${bands.length} moments ${inside} lie within the range of the real days; the others are listed by name.`
          : 'Set STRATA_DATA to compare them with the real books.'
      }`,
    data: source.data,
    profile,
    synthetic: true,
    tables: [
      bands.length > 0 ? bandTable(bands, real.length, source) : momentTable(twins.map(momentsOfBook), source),
      probeTable(skills, source),
      spreadTable(balances, {
        ...source,
        inputs: bookTwinInstruments().map((i) => bookTwinId(bookTwinParameters(i), 'null')),
      }),
    ],
    facts: bands.length > 0 ? [outside] : [],
    figures: bands.length > 0 ? [placeFigure(bands)] : [],
    claims: [],
    notes: [
      real.length > 0
        ? 'The twin days of the first two tables have the real days’ prices and volumes and the microstructure of 600000, so that a difference is the book’s and not the day’s.'
        : 'The days of the first two tables are drawn, too.',
      'The probes see the last 20 snapshots: twenty prices in ticks from the last mid and twenty log sizes each. They are fitted on all days but one and tested on that one. ' +
        'What they read is a part of what a trader could.',
      'A fit has more coefficients than noise can pay for: on books without information skills are below zero, and more so the fewer independent moves there are.',
    ],
    seconds: (performance.now() - started) / 1000,
  };
}

async function realDays(most?: number): Promise<BookDay[]> {
  const out: BookDay[] = [];
  for (const { instrument, day } of (await bookDays(dataset)).slice(0, most))
    out.push(await loadBookDay(dataset, instrument, day));
  return out;
}
