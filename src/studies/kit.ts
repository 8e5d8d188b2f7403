/** What a study returns: tables of result cells, plain descriptions of charts, and claims; drawing them is the report's business. */
import type { ClaimVerdict, ResultCell } from '../evaluation/index.js';
import type { Profile, RunEvent } from '../runs/index.js';

/** A quantity on an axis. */
export interface Axis {
  /** Column of the figure's data. */
  readonly field: string;
  readonly title: string;
  readonly type: 'quantitative' | 'ordinal' | 'nominal' | 'temporal';
  readonly scale?: 'linear' | 'log';
  /** Number format (d3-format), e.g. `.2%`. */
  readonly format?: string;
  /** Whether the axis must contain zero; default true for bars, false otherwise. */
  readonly zero?: boolean;
}

/** How the rows of a figure are drawn. `band` needs `low` and `high`; `distribution` needs only `x`. */
export type Mark = 'line' | 'bar' | 'point' | 'band' | 'heatmap' | 'distribution' | 'rule' | 'text';

/** A chart described by its meaning; every layer reads the same columns. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what is drawn, on which data, and what to see in it. */
  readonly caption: string;
  readonly marks: readonly Mark[];
  readonly x: Axis;
  readonly y?: Axis;
  /** Columns with the ends of the interval drawn by `band` and `rule`. */
  readonly interval?: { readonly low: string; readonly high: string };
  /** Column that gives the colour, one series a value. */
  readonly colour?: { readonly field: string; readonly title: string };
  /** Column that splits the chart into small multiples. */
  readonly facet?: { readonly field: string; readonly title: string; readonly columns: number };
  readonly data: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly synthetic: boolean;
}

/** A table of result cells in a fixed order of rows and columns. */
export interface Table {
  readonly id: string;
  readonly title: string;
  /** Data, intervals, what is printed beside what, and which choices were made. */
  readonly note: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly ResultCell[];
  /** Digits after the decimal point. */
  readonly digits: number;
  /** Whether small or large values are good; decides which cell of a column is set in bold. */
  readonly better: 'low' | 'high' | 'none';
  readonly synthetic: boolean;
}

/** A table of words rather than measured numbers, e.g. hyperparameters or the composition of methods. */
export interface FactTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A statement of a paper, decided by a rule. */
export interface Claim {
  readonly id: string;
  readonly statement: string;
  /** What the printed numbers say. */
  readonly published: string;
  /** The rule that decides, in words. */
  readonly rule: string;
  readonly verdict: ClaimVerdict;
  /** The numbers the verdict rests on. */
  readonly evidence: string;
}

/** All a study found. */
export interface StudyResult {
  readonly study: string;
  readonly title: string;
  /** What was asked and how it was done, in a paragraph or two. */
  readonly summary: string;
  readonly profile: Profile;
  readonly data: string;
  readonly synthetic: boolean;
  readonly tables: readonly Table[];
  readonly facts: readonly FactTable[];
  readonly figures: readonly Figure[];
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
  readonly seconds: number;
  /** What a reader types to get these results again, where it differs from `run` with the study and the profile. */
  readonly command?: string;
}

/** What a study is given. */
export interface StudyOptions {
  readonly profile: Profile;
  /** Overrides by system id, as `parseSettings` reads them. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

/** A question with its tables and figures. */
export interface Study {
  readonly id: string;
  readonly title: string;
  run(options: StudyOptions): Promise<StudyResult>;
}
