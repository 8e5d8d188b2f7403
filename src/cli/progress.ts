/** Run events in the terminal: bars where it is one, a line a finished cell elsewhere. */
import cliProgress from 'cli-progress';
import type { RunEvent } from '../runs/index.js';

/** A listener for run events, and a way to leave the terminal tidy. */
export interface TerminalProgress {
  readonly onEvent: (event: RunEvent) => void;
  readonly stop: () => void;
}

/** Draws run events on standard error. */
export function terminalProgress(): TerminalProgress {
  return process.stderr.isTTY ? bars() : lines();
}

function lines(): TerminalProgress {
  return { onEvent: (event) => said(event, (line) => console.error(line)), stop: () => {} };
}

function bars(): TerminalProgress {
  const multi = new cliProgress.MultiBar(
    {
      format: '  {bar} {percentage}% {title} {metrics}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  const running = new Map<string, cliProgress.SingleBar>();
  return {
    onEvent: (event) => {
      if (event.kind === 'start') running.set(event.id, multi.create(1, 0, { title: event.title, metrics: '' }));
      const bar = running.get(event.id);
      if (event.kind === 'progress' && bar) {
        bar.setTotal(event.total);
        const metrics = Object.entries(event.metrics).map(([k, v]) => `${k} ${v.toPrecision(4)}`);
        bar.update(event.done, { metrics: metrics.join(' ') });
      }
      if (event.kind === 'end' || event.kind === 'failed') {
        if (bar) multi.remove(bar);
        running.delete(event.id);
        said(event, (line) => multi.log(`${line}\n`));
      }
    },
    stop: () => multi.stop(),
  };
}

function said(event: RunEvent, write: (line: string) => void): void {
  if (event.kind === 'end') write(`  done   ${event.title} (${event.seconds.toFixed(1)} s)`);
  if (event.kind === 'failed') write(`  FAILED ${event.title}: ${event.reason}`);
}
