import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../test/support/data.js';
import { barTwinFolder } from '../market/index.js';
import { refuseChanges, twinCommand } from './twin.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-twin-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('strata twin', () => {
  it('confirms frozen parameters, and refuses to change them', () => {
    const file = path.join(folder, '600000.json');
    const missing = path.join(folder, '600010.json');
    fs.writeFileSync(file, 'frozen\n');
    expect(() =>
      refuseChanges([
        { file, text: 'frozen\n' },
        { file: missing, text: 'new\n' },
      ]),
    ).not.toThrow();
    expect(() => refuseChanges([{ file, text: 'other\n' }])).toThrow(
      /bars@1 is frozen, and these bars would change 600000.json; .*--to <folder>/,
    );
  });

  it('asks for the real bars', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const compare = twinCommand().parseAsync(['compare'], { from: 'user' });
    await expect(compare).rejects.toThrow(/set STRATA_DATA/);
    vi.unstubAllEnvs();
  });

  dataTest('calibrates to the bytes of the frozen parameters', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const to = path.join(folder, 'again');
    fs.mkdirSync(to);
    await twinCommand().parseAsync(['calibrate', '--dataset', 'cn-15min', '--to', to], { from: 'user' });
    log.mockRestore();
    const files = fs.readdirSync(barTwinFolder()).sort();
    expect(fs.readdirSync(to).sort()).toEqual(files);
    for (const file of files) {
      expect(fs.readFileSync(path.join(to, file), 'utf8')).toBe(
        fs.readFileSync(path.join(barTwinFolder(), file), 'utf8'),
      );
    }
  });
});
