/**
 * A pole on a cart that is pushed left or right: the control problem of Barto, Sutton and Anderson (1983), with the numbers, the Euler step
 * and the ends of Gymnasium's CartPole-v1. Every step pays 1 until the pole leans too far, the cart leaves the track, or 500 steps are over.
 */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box, discrete } from '../spaces.js';
import { timeLimit } from '../wrappers/time-limit.js';

const gravity = 9.8; // m/s²
const [cartMass, poleMass] = [1, 0.1]; // kg
const halfLength = 0.5; // m
const push = 10; // N
const seconds = 0.02; // of a step
const mass = cartMass + poleMass;
const [widestX, widestAngle] = [2.4, (12 * 2 * Math.PI) / 360]; // m and rad, beyond which an episode ends

/**
 * Action 0 pushes to the left, 1 to the right. Each of the four numbers starts uniform in ±0.05.
 * @param steps after which an episode is cut off
 */
export function cartPoleEnvironment(count: number, steps = 500): Environment {
  const inner = environmentOf(
    {
      name: 'cart-pole',
      observationSpace: {
        market: null,
        values: box(4),
        names: ['position, m', 'speed, m/s', 'angle, rad', 'angular speed, rad/s'],
      },
      actionSpace: discrete(2),
      stateWidth: 4,
      start(state, at, random) {
        for (let k = 0; k < 4; k++) state[at + k] = 0.1 * random.uniform() - 0.05;
      },
      step(state, at, actions, actionAt, _, outcome) {
        moveCartPole(state, at, actions[actionAt] === 1 ? push : -push);
        outcome.reward = 1;
        const [x, angle] = [state[at] as number, state[at + 2] as number];
        outcome.terminated = Math.abs(x) > widestX || Math.abs(angle) > widestAngle;
      },
      observe(state, at, values, valuesAt) {
        for (let k = 0; k < 4; k++) values[valuesAt + k] = state[at + k] as number;
      },
    },
    count,
  );
  return timeLimit(inner, steps);
}

/** Moves position, speed, angle and angular speed at `state[at] …` on by one step under a force in newtons. */
function moveCartPole(state: Float64Array, at: number, force: number): void {
  const [x, speed, angle, turning] = state.subarray(at, at + 4) as unknown as [number, number, number, number];
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const drive = (force + poleMass * halfLength * turning * turning * sin) / mass;
  const turn = (gravity * sin - cos * drive) / (halfLength * (4 / 3 - (poleMass * cos * cos) / mass));
  const acceleration = drive - (poleMass * halfLength * turn * cos) / mass;
  state[at] = x + seconds * speed;
  state[at + 1] = speed + seconds * acceleration;
  state[at + 2] = angle + seconds * turning;
  state[at + 3] = turning + seconds * turn;
}
