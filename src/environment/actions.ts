/** Actions of N episodes: room for them, random ones, and what is wrong with one. */
import { type Generator, StrataError } from '../core/index.js';
import { type ActionSpace, type Actions, actionWidth, branchesOf, isDiscrete, maskWidth } from './spaces.js';

/** Room for the actions of `count` episodes. */
export function actionBuffer(space: ActionSpace, count: number): Actions {
  const length = count * actionWidth(space);
  return isDiscrete(space) ? new Int32Array(length) : new Float32Array(length);
}

/**
 * Draws a valid action for each episode: uniform over allowed choices, uniform in a box (standard normal where a bound is infinite),
 * uniform on the simplex.
 * @param mask 1 where a choice is allowed [N × maskWidth], null where all are
 */
export function sampleActions(
  space: ActionSpace,
  count: number,
  random: Generator,
  out: Actions,
  mask: Uint8Array | null = null,
): void {
  if (isDiscrete(space)) sampleChoices(branchesOf(space), count, random, out, mask);
  else if (space.kind === 'box') {
    const width = space.low.length;
    for (let i = 0; i < count * width; i++) {
      const [low, high] = [space.low[i % width] as number, space.high[i % width] as number];
      out[i] = Number.isFinite(high - low)
        ? low + (high - low) * random.uniform()
        : Math.min(high, Math.max(low, random.normal()));
    }
  } else {
    const weights = new Float64Array(space.size);
    const flat = weights.slice().fill(1);
    for (let i = 0; i < count; i++) out.set(random.dirichlet(flat, weights), i * space.size);
  }
}

function sampleChoices(
  branches: readonly number[],
  count: number,
  random: Generator,
  out: Actions,
  mask: Uint8Array | null,
): void {
  let from = 0;
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < branches.length; b++) {
      const choices = branches[b] as number;
      let choice = 0;
      if (mask === null) choice = random.integer(choices);
      else {
        let allowed = 0;
        for (let c = 0; c < choices; c++) allowed += mask[from + c] as number;
        let left = random.integer(Math.max(1, allowed));
        while (choice < choices - 1 && (mask[from + choice] === 0 || left-- > 0)) choice++;
      }
      out[i * branches.length + b] = choice;
      from += choices;
    }
  }
}

/**
 * What is wrong with an action, as an end of a sentence; undefined where nothing is.
 * @param at first number of the action in `actions`
 * @param maskAt first entry of its mask
 */
export function actionProblem(
  space: ActionSpace,
  actions: ArrayLike<number>,
  at: number,
  mask: Uint8Array | null = null,
  maskAt = 0,
): string | undefined {
  if (isDiscrete(space)) {
    const branches = branchesOf(space);
    let from = maskAt;
    for (let b = 0; b < branches.length; b++) {
      const [choice, choices] = [actions[at + b] as number, branches[b] as number];
      const where = branches.length > 1 ? ` of branch ${b}` : '';
      if (!(choice >= 0 && choice < choices && Number.isInteger(choice)))
        return `expected a choice${where} from 0 to ${choices - 1}, received ${choice}`;
      if (mask !== null && mask[from + choice] === 0) return `choice ${choice}${where} is masked out`;
      from += choices;
    }
    return undefined;
  }
  if (space.kind === 'box') {
    for (let k = 0; k < space.low.length; k++) {
      const [value, low, high] = [actions[at + k] as number, space.low[k] as number, space.high[k] as number];
      // Bounds are doubles, actions single: a bound itself must not be refused for its rounding.
      if (!(value >= Math.fround(low) && value <= Math.fround(high)))
        return `expected number ${k} in [${low}, ${high}], received ${value}`;
    }
    return undefined;
  }
  let sum = 0;
  for (let k = 0; k < space.size; k++) {
    const weight = actions[at + k] as number;
    if (!(weight >= 0)) return `expected weights ≥ 0, received ${weight} for number ${k}`;
    sum += weight;
  }
  return Math.abs(sum - 1) <= 1e-6 * Math.max(1, space.size / 8)
    ? undefined
    : `expected weights that add up to 1, received a sum of ${sum}`;
}

/** @throws StrataError naming the first episode whose action does not lie in the space or is masked out */
export function checkActions(
  space: ActionSpace,
  count: number,
  actions: Actions,
  mask: Uint8Array | null = null,
): void {
  const width = actionWidth(space);
  if (actions.length !== count * width)
    throw new StrataError(`${count} episodes take ${count * width} action numbers; received ${actions.length}`);
  if (space.kind === 'discrete' && mask === null && actions instanceof Int32Array) {
    // The common case of a hot loop, without a call an episode.
    let i = 0;
    while (i < count && (actions[i] as number) >>> 0 < space.choices) i++;
    if (i === count) return;
  }
  const choices = maskWidth(space);
  for (let i = 0; i < count; i++) {
    const problem = actionProblem(space, actions, i * width, mask, i * choices);
    if (problem) throw new StrataError(`action of episode ${i}: ${problem}`, { code: 'action' });
  }
}
