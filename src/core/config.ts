/** Configuration records: each setting has a schema, a default, one line of doc and, for a paper's open choice, its ledger id. */
import * as v from 'valibot';
import { ConfigError, type ConfigIssue } from './errors.js';
import { canonicalJson, hashOf } from './hash.js';

/** A plain value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One setting of a system. */
export interface Setting<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly default: T;
  /** One line: what it means, with its unit. */
  readonly doc: string;
  /** Id of the open choice in the paper's ambiguity ledger, e.g. `m3t.macro-hidden`. */
  readonly ledger?: string;
  /** The values worth trying, first the default's alternatives as the ledger names them. */
  readonly options?: readonly T[];
}

/** The settings of a system by name. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The values of settings. */
export type Values<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** A row of `strata config`. */
export interface SettingRow {
  readonly name: string;
  readonly default: Json;
  readonly options: readonly Json[];
  readonly ledger: string | null;
  readonly doc: string;
}

/** All settings of one system, in one place: defaults, checks, documentation, differences. */
export interface ConfigRecord<S extends Settings> {
  readonly id: string;
  readonly settings: S;
  /** Defaults with overrides. @throws ConfigError with every problem at once */
  resolve(overrides?: Readonly<Record<string, unknown>>): Values<S>;
  rows(): readonly SettingRow[];
  /** The settings that differ from their default: name to [default, value]. */
  diff(values: Values<S>): Readonly<Record<string, readonly [Json, Json]>>;
  /** Content hash of the values. */
  hash(values: Values<S>): string;
}

/** A setting whose default is checked against its schema where the record is defined. */
export function setting<T>(s: Setting<T>): Setting<T> {
  return s;
}

/** A setting that is one of a few named options; the first is the default. */
export function choice<const T extends string | number | boolean>(
  options: readonly [T, ...T[]],
  about: { doc: string; ledger?: string },
): Setting<T> {
  return {
    schema: v.picklist(options as readonly (string | number)[] as readonly string[]) as unknown as v.GenericSchema<
      unknown,
      T
    >,
    default: options[0],
    options,
    ...about,
  };
}

/**
 * Defines the record of a system.
 * @param id name used in `--set id.name=value` and `strata config`
 * @throws ConfigError if a default does not fit its own schema
 */
export function defineConfig<S extends Settings>(id: string, settings: S): ConfigRecord<S> {
  const record: ConfigRecord<S> = {
    id,
    settings,
    resolve: (overrides = {}) => {
      const issues: ConfigIssue[] = [];
      const values: Record<string, unknown> = {};
      for (const name of Object.keys(overrides))
        if (!(name in settings)) issues.push(unknownSetting(id, name, settings));
      for (const [name, s] of Object.entries(settings)) {
        const given = overrides[name] === undefined ? s.default : overrides[name];
        const parsed = v.safeParse(s.schema, given, { abortPipeEarly: true });
        if (parsed.success) values[name] = parsed.output;
        else for (const issue of parsed.issues) issues.push(invalid(id, name, given, issue, s));
      }
      if (issues.length > 0) throw new ConfigError(issues, `settings of ${id} were refused`);
      return Object.freeze(values) as Values<S>;
    },
    rows: () =>
      Object.entries(settings).map(([name, s]) => ({
        name,
        default: s.default as Json,
        options: (s.options ?? []) as readonly Json[],
        ledger: s.ledger ?? null,
        doc: s.doc,
      })),
    diff: (values) =>
      Object.fromEntries(
        Object.entries(settings)
          .filter(([name, s]) => canonicalJson(values[name]) !== canonicalJson(s.default))
          .map(([name, s]) => [name, [s.default as Json, values[name] as Json]]),
      ),
    hash: (values) => hashOf({ id, values }),
  };
  record.resolve();
  return record;
}

/**
 * Reads `system.name=value` pairs of a command line; a value is JSON where it parses as such, else text.
 * @returns overrides by system id (the part before the last dot)
 * @throws ConfigError naming every pair that has not this form
 */
export function parseSettings(pairs: readonly string[]): Readonly<Record<string, Readonly<Record<string, Json>>>> {
  const issues: ConfigIssue[] = [];
  const found: Record<string, Record<string, Json>> = {};
  for (const pair of pairs) {
    const match = /^([\w.-]+)\.([\w-]+)=(.*)$/s.exec(pair);
    if (!match) {
      issues.push({ path: '--set', expected: 'system.name=value', received: pair, remedy: 'see `strata config`' });
      continue;
    }
    const [, system = '', name = '', text = ''] = match;
    found[system] = { ...found[system], [name]: jsonOrText(text) };
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return found;
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function invalid(
  id: string,
  name: string,
  given: unknown,
  issue: v.BaseIssue<unknown>,
  s: Setting<unknown>,
): ConfigIssue {
  const options = s.options
    ? `one of ${s.options.map((o) => JSON.stringify(o)).join(', ')}`
    : (issue.expected ?? issue.message);
  return {
    path: `${id}.${name}`,
    expected: options,
    received: JSON.stringify(given) ?? String(given),
    remedy: `default is ${JSON.stringify(s.default)} (${s.doc})`,
  };
}

function unknownSetting(id: string, name: string, settings: Settings): ConfigIssue {
  const names = Object.keys(settings);
  const nearest = names.map((n) => ({ n, d: editDistance(n, name) })).sort((a, b) => a.d - b.d)[0];
  const hint = nearest && nearest.d <= 4 ? `did you mean ${nearest.n}?` : `known: ${names.join(', ')}`;
  return { path: `${id}.${name}`, expected: 'a known setting', received: `unknown name ${name}`, remedy: hint };
}

/** Levenshtein distance of two short texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
