import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../runs/index.js';
import { addEvent, progress, startTally, tallyText } from './progress.js';

const events: RunEvent[] = [
  { kind: 'cached', id: 'a', title: 'lstm 600000 seed 1' },
  { kind: 'start', id: 'b', title: 'lstm 600010 seed 1', index: 1, count: 3 },
  { kind: 'progress', id: 'b', title: 'lstm 600010 seed 1', done: 50, total: 200, metrics: { loss: 0.0024567 } },
  { kind: 'end', id: 'b', title: 'lstm 600010 seed 1', seconds: 2.5 },
  { kind: 'start', id: 'c', title: 'mlp 600010 seed 1', index: 2, count: 3 },
  { kind: 'failed', id: 'c', title: 'mlp 600010 seed 1', reason: 'loss is NaN' },
];

/** The text after each event. */
function texts(): string[] {
  let tally = startTally('Table V');
  return events.map((event) => {
    tally = addEvent(tally, event);
    return tallyText(tally);
  });
}

afterEach(() => vi.restoreAllMocks());

describe('tallyText', () => {
  it('tells what is found, running and failed', () => {
    const [, started, running, ended, , failed] = texts();
    expect(tallyText(startTally('Table V'))).toBe('Table V: starting');
    expect(started).toBe('Table V: 1 cell found, now lstm 600010 seed 1 (of 3 cells)');
    expect(running).toBe('Table V: 1 cell found, now lstm 600010 seed 1 (of 3 cells; 50 of 200; loss 0.00246)');
    expect(ended).toBe('Table V: 1 cell found, 1 cell run in 2.5 s');
    expect(failed).toBe(
      'Table V: 1 cell found, 1 cell run in 2.5 s, 1 cell failed\n  failed: mlp 600010 seed 1: loss is NaN',
    );
  });
});

describe('progress outside a notebook', () => {
  it('prints a line for each cell that ended or failed, and the sum', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    const run = progress('Table V');
    for (const event of events) run.onEvent(event);
    run.close();
    expect(lines).toEqual([
      'lstm 600010 seed 1: 2.5 s\n',
      'mlp 600010 seed 1 failed: loss is NaN\n',
      `${texts()[5]}\n`,
    ]);
  });
});
