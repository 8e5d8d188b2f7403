/** The synthetic twins of bars beside the real bars: which moments agree, by name. Without market data only the twins' own moments. */
import { paths } from '../../core/index.js';
import { commonBands, commonMomentsOf, type MomentBand, momentGroups, twinBands } from '../../evaluation/index.js';
import { barTwinVersion, loadBars, twinBars } from '../../market/index.js';
import { M3T_STOCKS } from '../../systems/index.js';
import type { Study, StudyOptions, StudyResult } from '../kit.js';
import type { Comparison } from './comparison.js';
import { placeFigure, profileFigure } from './figures.js';
import { commonTable, momentTable, outsideTable } from './tables.js';

/** Study `twins`. */
export const twinStudy: Study = { id: 'twins', title: 'Synthetic twins of 15-minute bars', run };

async function run({ profile }: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const stocks = profile === 'smoke' ? M3T_STOCKS.slice(0, 2) : M3T_STOCKS;
  const real = paths.data() ? await loadBars('cn-15min', stocks) : [];
  const compared = stocks.map((stock): Comparison => {
    const twin = twinBars(stock);
    const bars = real.find((b) => b.instrument === stock);
    return { stock, twin, real: bars, bands: bars && twinBands(bars, twin) };
  });
  const twins = compared.map((c) => c.twin);
  const bands = compared.flatMap((c) => c.bands ?? []);
  const common = real.length > 0 ? commonBands(real, twins) : undefined;
  const source = {
    data: `twin-cn-15min@${barTwinVersion} (synthetic)${real.length > 0 ? ' and cn-15min' : ''}`,
    profile,
  };
  return {
    study: 'twins',
    title: twinStudy.title,
    summary:
      'Where no market data are at hand, bars of eight Shanghai stocks are drawn from a statistical model that was fitted to real bars once and is frozen. ' +
      `This page says in which moments such bars are like the real ones, and in which they are not. ${countsOf(bands)}`,
    ...source,
    synthetic: true,
    tables: [
      ...momentGroups.map((group) => momentTable(compared, group, source)),
      commonTable(common ?? commonMomentsOf(twins), twins, real, source),
    ],
    facts: real.length > 0 ? [outsideTable(compared, common ?? [])] : [],
    figures: [profileFigure(compared), ...(real.length > 0 ? [placeFigure(compared)] : [])],
    claims: [],
    notes: [
      'Twins are drawn one by one: what moves all stocks of a market on the same day is not in them, nor are holidays, news, or information about later prices.',
      'A twin’s price is a random walk from the last real close. Where it walks to low prices a tick is large, and what depends on the tick (bars without change, ranges) goes with it.',
      'Twins are drawn with additions, multiplications, divisions, square roots and tables only: their bytes are equal on every machine.',
    ],
    seconds: (performance.now() - started) / 1000,
  };
}

/** Shares of moments between two draws of 300 days from one twin's parameters: four pairs of draws of each of the eight stocks. */
const drawnTwice = { inside: 0.75, agrees: 0.9 };

/** How many moments agree, in words. */
function countsOf(bands: readonly MomentBand[]): string {
  if (bands.length === 0) return 'Set STRATA_DATA to compare them with the real bars.';
  const count = (rule: (b: MomentBand) => boolean): number => bands.filter(rule).length;
  return (
    `Of ${bands.length} moments of single stocks ${count((b) => b.inside)} lie in the 95 % band of the real moment, and ${count((b) => b.agrees)} do not differ ` +
    `from it when the scatter of the twin itself is counted too. Two draws of one twin, compared in the same way, give about ${Math.round(drawnTwice.inside * bands.length)} and ` +
    `${Math.round(drawnTwice.agrees * bands.length)}. ` +
    'The others are listed by name.'
  );
}
