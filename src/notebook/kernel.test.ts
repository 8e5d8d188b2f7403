import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { display, inNotebook } from './kernel.js';

const require = createRequire(import.meta.url);
const tslab = require.resolve('tslab/dist/jupyter');

afterEach(() => {
  delete require.cache[tslab];
  vi.restoreAllMocks();
});

/** Stands in for the kernel's own, loaded module. */
function loadKernel(lastWriteDisplayData: unknown): void {
  require.cache[tslab] = { id: tslab, exports: { lastWriteDisplayData } } as NodeModule;
}

describe('display', () => {
  it('prints the text outside a notebook, and loads no kernel to find out', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    display({ data: { 'text/plain': 'three rows', 'text/html': '<b>three</b>' } });
    expect(lines).toEqual(['three rows\n']);
    expect(inNotebook()).toBe(false);
    expect(require.cache[tslab]).toBeUndefined();
  });
  it('hands all forms to the kernel as one message, and replaces an earlier one by its id', () => {
    const send = vi.fn();
    loadKernel(send);
    const data = { 'text/plain': 'three', 'text/html': '<b>three</b>' };
    display({ data, metadata: { 'image/svg+xml': { alt: 'three' } } });
    display({ data }, { id: 'a', update: true });
    expect(send.mock.calls).toEqual([
      [{ data, metadata: { 'image/svg+xml': { alt: 'three' } }, transient: {} }, false],
      [{ data, metadata: {}, transient: { display_id: 'a' } }, true],
    ]);
  });
  it('takes a kernel that runs no cell yet for no notebook', () => {
    loadKernel(null);
    expect(inNotebook()).toBe(false);
  });
});
