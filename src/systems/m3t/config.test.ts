import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { m3tConfig } from './config.js';

const page = readFileSync('docs/papers/m3t.md', 'utf8');
const ledgerLines = page.split('\n').filter((line) => line.startsWith('| `m3t.'));

describe('m3tConfig', () => {
  it('has the paper’s settings as defaults', () => {
    const config = m3tConfig.resolve();
    expect([config.historyDays, config.macroHidden, config.macroEpochs, config.macroLearningRate]).toEqual([
      20, 64, 5000, 1e-4,
    ]);
    expect([config.parentShares, config.lotShares, config.tranches]).toEqual([120_000, 100, 8]);
  });
  it('documents every ledger entry on the paper’s page with the same default first', () => {
    const entries = m3tConfig.rows().filter((row) => row.ledger !== null);
    expect(ledgerLines).toHaveLength(entries.length);
    for (const row of entries) {
      const line = ledgerLines.find((l) => l.startsWith(`| \`${row.ledger}\``));
      const [, , , options = '', shown = ''] = (line ?? '').split('|').map((cell) => cell.trim());
      expect(shown, row.ledger ?? '').toBe(String(row.default));
      expect(options.replaceAll('*', '').split(', '), row.ledger ?? '').toEqual(row.options.map(String));
    }
  });
  it('reports all wrong settings at once', () => {
    try {
      m3tConfig.resolve({ macroHidden: 0, macroScope: 'both', typo: 1 });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).issues).toHaveLength(3);
    }
  });
});
