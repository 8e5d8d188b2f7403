// Runs one cell that counts to a thousand by slow steps and keeps a checkpoint, until it is done or somebody kills this process.
import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../../dist/core/index.js';
import { registerExperiment, runCells } from '../../dist/runs/index.js';

const steps = 1000;

registerExperiment({
  id: 'test.counting',
  version: 1,
  run: async ({ scratch, random }) => {
    const file = path.join(scratch, 'checkpoint.json');
    const saved = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
    const sums = saved?.sums ?? [];
    if (saved) random.load(saved.random);
    while (sums.length < steps) {
      sums.push((sums.at(-1) ?? 0) + random.uniform());
      if (sums.length % 25 === 0) {
        writeFileAtomic(file, JSON.stringify({ sums, random: random.save() }));
        console.log(sums.length);
        await new Promise((resolve) => setTimeout(resolve, Number(process.env.STEP_MS ?? 0)));
      }
    }
    return {
      metrics: { sum: sums.at(-1) ?? 0 },
      curves: { sum: Float64Array.from(sums) },
      files: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`file-${i}.txt`, String(i).repeat(10_000)])),
    };
  },
});

const [record] = await runCells([
  { experiment: 'test.counting', method: 'count', instrument: 'X', seed: 1, config: {}, data: 'none' },
]);
console.log(JSON.stringify({ folder: record?.folder, metrics: record?.metrics }));
