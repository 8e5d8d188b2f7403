/** Run events drawn as one display that keeps up to date: how many cells are done, which one is running, which ones failed. */
import { randomUUID } from 'node:crypto';
import { escapeHtml } from '../report/index.js';
import type { RunEvent } from '../runs/index.js';
import { display, inNotebook, type MimeBundle } from './kernel.js';

/** Draws the events of a run. */
export interface Progress {
  /** Hand this to the run. */
  readonly onEvent: (event: RunEvent) => void;
  /** Draws the final state; later events are not drawn. */
  close(): void;
}

/** What has happened so far. */
export interface Tally {
  readonly label: string;
  readonly closed: boolean;
  /** Cells that were run to their end. */
  readonly finished: number;
  /** Cells whose results were there already. */
  readonly found: number;
  /** Seconds of the finished cells. */
  readonly seconds: number;
  readonly failures: readonly { readonly title: string; readonly reason: string }[];
  /** Cells of the run, 0 while unknown. */
  readonly count: number;
  readonly running: Running | undefined;
}

interface Running {
  readonly title: string;
  readonly done: number;
  /** 0 until the cell reports. */
  readonly total: number;
  readonly metrics: Readonly<Record<string, number>>;
}

const redrawMs = 200;

/**
 * Starts a display for one run. In a notebook it is one output that is replaced at most every 0.2 s, and always at the end;
 * elsewhere every finished cell is a line on standard output.
 */
export function progress(label: string): Progress {
  let tally: Tally = startTally(label);
  return inNotebook() ? drawn() : printed();

  function drawn(): Progress {
    const id = randomUUID();
    let drawnAt = performance.now();
    let later: NodeJS.Timeout | undefined;
    const draw = (): void => {
      clearTimeout(later);
      later = undefined;
      drawnAt = performance.now();
      display(tallyBundle(tally), { id, update: true });
    };
    display(tallyBundle(tally), { id, update: false });
    return {
      onEvent: (event) => {
        if (tally.closed) return;
        tally = addEvent(tally, event);
        if (performance.now() - drawnAt >= redrawMs) draw();
        else later ??= setTimeout(draw, redrawMs).unref();
      },
      close: () => {
        tally = { ...tally, closed: true };
        draw();
      },
    };
  }

  function printed(): Progress {
    return {
      onEvent: (event) => {
        tally = addEvent(tally, event);
        if (event.kind === 'end') process.stdout.write(`${event.title}: ${event.seconds.toFixed(1)} s\n`);
        if (event.kind === 'failed') process.stdout.write(`${event.title} failed: ${event.reason}\n`);
      },
      close: () => {
        tally = { ...tally, closed: true };
        process.stdout.write(`${tallyText(tally)}\n`);
      },
    };
  }
}

/** Nothing has happened yet. */
export function startTally(label: string): Tally {
  return { label, closed: false, finished: 0, found: 0, seconds: 0, failures: [], count: 0, running: undefined };
}

/** The tally after one more event. */
export function addEvent(tally: Tally, event: RunEvent): Tally {
  const { title } = event;
  switch (event.kind) {
    case 'start':
      return { ...tally, count: event.count, running: { title, done: 0, total: 0, metrics: {} } };
    case 'progress':
      return { ...tally, running: { title, done: event.done, total: event.total, metrics: event.metrics } };
    case 'end':
      return { ...tally, finished: tally.finished + 1, seconds: tally.seconds + event.seconds, running: undefined };
    case 'cached':
      return { ...tally, found: tally.found + 1 };
    case 'failed':
      return { ...tally, failures: [...tally.failures, { title, reason: event.reason }], running: undefined };
  }
}

/** The tally in words, a line for the run and one for each failure. */
export function tallyText(tally: Tally): string {
  return [`${tally.label}: ${headline(tally)}`, ...tally.failures.map((f) => `  failed: ${f.title}: ${f.reason}`)].join(
    '\n',
  );
}

function tallyBundle(tally: Tally): MimeBundle {
  const { running } = tally;
  const bar =
    !tally.closed && running && running.total > 0
      ? ` <progress value="${running.done}" max="${running.total}"></progress>`
      : '';
  const failures = tally.failures.map((f) => `<br>failed: ${escapeHtml(`${f.title}: ${f.reason}`)}`).join('');
  const html = `<div><b>${escapeHtml(tally.label)}</b>: ${escapeHtml(headline(tally))}${bar}${failures}</div>`;
  return { data: { 'text/html': html, 'text/plain': tallyText(tally) } };
}

function headline(tally: Tally): string {
  const { finished, found, seconds, failures, running } = tally;
  const parts = [
    ...(found > 0 ? [`${cells(found)} found`] : []),
    ...(finished > 0 ? [`${cells(finished)} run in ${seconds.toFixed(1)} s`] : []),
    ...(failures.length > 0 ? [`${cells(failures.length)} failed`] : []),
    ...(running && !tally.closed ? [runningText(running, tally.count)] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  return tally.closed ? 'nothing to run' : 'starting';
}

function runningText({ title, done, total, metrics }: Running, count: number): string {
  const numbers = Object.entries(metrics).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  const step = total > 0 ? [`${done} of ${total}`] : [];
  return `now ${title} (${[`of ${cells(count)}`, ...step, ...numbers].join('; ')})`;
}

function cells(n: number): string {
  return `${n} cell${n === 1 ? '' : 's'}`;
}
