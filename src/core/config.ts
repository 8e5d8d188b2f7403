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
        if (!Object.hasOwn(settings, name))
          issues.push(unknown(`${id}.${name}`, name, 'setting', Object.keys(settings)));
      for (const [name, s] of Object.entries(settings)) {
        const given = Object.hasOwn(overrides, name) && overrides[name] !== undefined ? overrides[name] : s.default;
        const parsed = v.safeParse(s.schema, given, { abortPipeEarly: true });
        if (parsed.success) values[name] = parsed.output;
        else for (const issue of parsed.issues) issues.push(invalid(`${id}.${name}`, issue, s));
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
 * Reads `system.name=value` pairs of a command line; a value is JSON where it parses as such, else text. A later pair wins.
 * @param systems known system ids; where given, pairs of other systems are refused
 * @returns overrides by system id (the part before the last dot)
 * @throws ConfigError naming every pair that has not this form or names no known system
 */
export function parseSettings(
  pairs: readonly string[],
  systems?: readonly string[],
): Readonly<Record<string, Readonly<Record<string, Json>>>> {
  const issues: ConfigIssue[] = [];
  const found = new Map<string, Record<string, Json>>();
  for (const pair of pairs) {
    const match = /^([\w.-]+)\.([\w-]+)=(.*)$/s.exec(pair);
    if (!match) {
      issues.push({
        path: '--set',
        expected: 'system.name=value',
        received: JSON.stringify(pair),
        remedy: 'see `strata config`',
      });
      continue;
    }
    const [, system = '', name = '', text = ''] = match;
    if (systems && !systems.includes(system)) issues.push(unknown(`--set ${pair}`, system, 'system', systems));
    found.set(system, { ...found.get(system), [name]: jsonOrText(text) });
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return Object.fromEntries(found);
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function invalid(path: string, issue: v.BaseIssue<unknown>, s: Setting<unknown>): ConfigIssue {
  const inside = v.getDotPath(issue);
  return {
    path: inside === null ? path : `${path}.${inside}`,
    expected: expectation(issue, s),
    received: display(issue.input),
    remedy: `default is ${display(s.default)} (${s.doc})`,
  };
}

/** What a value should have been: the options of a choice, a schema's own message, else valibot's short form such as `>=1`. */
function expectation(issue: v.BaseIssue<unknown>, s: Setting<unknown>): string {
  if (issue.type === 'picklist' && s.options) return `one of ${s.options.map(display).join(', ')}`;
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return issue.expected ?? issue.type.replaceAll('_', ' ');
}

function display(value: unknown): string {
  if (typeof value !== 'object' && typeof value !== 'string') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

function unknown(path: string, name: string, kind: string, known: readonly string[]): ConfigIssue {
  const near = nearest(name, known);
  const remedy = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
  return { path, expected: `a known ${kind}`, received: `unknown name ${name}`, remedy };
}

/** The known name that differs least, if by at most a third of its letters; a part of a name counts as near. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const typed = name.toLowerCase();
  const distance = (other: string): number =>
    typed.length > 2 && other.toLowerCase().includes(typed) ? 1 : editDistance(other.toLowerCase(), typed);
  const near = known.map((n) => ({ n, d: distance(n) })).sort((a, b) => a.d - b.d)[0];
  return near && near.d <= Math.max(2, near.n.length / 3) ? near.n : undefined;
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
