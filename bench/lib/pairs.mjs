// Ours and a peer in turn, in one run, so that a machine whose speed drifts is unfair to neither.

/** @typedef {(steps: number) => Promise<number>} Measure milliseconds that so many steps took */

/**
 * Alternates blocks of steps and returns the medians of a step and of the ratio pair by pair.
 * @param {Measure} ours
 * @param {Measure} peer
 */
export async function inPairs(ours, peer, { blocks = 15, steps = 8, warmup = 3 } = {}) {
  for (let i = 0; i < warmup; i++) {
    await ours(steps);
    await peer(steps);
  }
  const pairs = [];
  for (let i = 0; i < blocks; i++) {
    const [a, b] = [(await ours(steps)) / steps, (await peer(steps)) / steps];
    pairs.push({ a, b, ratio: b / a });
  }
  const median = (pick) => pairs.map(pick).sort((x, y) => x - y)[pairs.length >> 1];
  return { ours: median((p) => p.a), peer: median((p) => p.b), ratio: median((p) => p.ratio) };
}
