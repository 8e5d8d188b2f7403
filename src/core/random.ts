/**
 * Counter-based, splittable random numbers: Philox4x32-10 of Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 *
 * A stream is (key, counter). `split` derives a new key from this key and a label and never advances the counter,
 * so the numbers a part of a program sees do not depend on what other parts drew, or in which order.
 * Uniforms, integers and permutations are equal everywhere. `normal`, `gamma`, `dirichlet` and `fillNormal` use Math.log, Math.cos,
 * Math.sin, Math.exp or powers, whose last bit JavaScript leaves to the engine; `normalByTable` draws normals without them.
 */
import { StrataError } from './errors.js';
import { sha256 } from './hash.js';

/** Everything needed to continue a stream exactly. */
export interface GeneratorState {
  readonly key: readonly [number, number];
  /** Index of the next block of four 32-bit words, below 2^53. */
  readonly block: number;
  /** Words of the current block already used, 0-4. */
  readonly used: number;
  /** Second normal of the last pair, if not yet handed out. */
  readonly spare: number | null;
}

/** A seeded stream of random numbers. */
export interface Generator {
  /** Uniform on [0, 1) with 53 random bits. */
  uniform(): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Unbiased integer in [0, below), 1 ≤ below ≤ 2^32. */
  integer(below: number): number;
  /** A uniformly drawn order of 0 … n-1 (Fisher-Yates). */
  permutation(n: number): Int32Array;
  /** Gamma with the given shape > 0 and scale 1 (Marsaglia and Tsang 2000); shapes below 0.02 can underflow to 0. */
  gamma(shape: number): number;
  /** A point of the simplex; `alpha` > 0 in each coordinate. Written into `out` if given. */
  dirichlet(alpha: ArrayLike<number>, out?: Float64Array): Float64Array;
  /** Fills with uniforms on [low, high), default [0, 1). */
  fillUniform(out: Float32Array | Float64Array, low?: number, high?: number): void;
  /** Fills with normals, default mean 0 and deviation 1. */
  fillNormal(out: Float32Array | Float64Array, mean?: number, deviation?: number): void;
  /** An independent stream, a pure function of this stream's key and the label. */
  split(label: string | number): Generator;
  /** The state from which `load` continues exactly. */
  save(): GeneratorState;
  /** @throws StrataError for anything that `save` does not return */
  load(state: GeneratorState): void;
}

/**
 * A stream from a seed.
 * @param seed a safe integer, or any text (hashed)
 * @throws StrataError for a number that is no safe integer
 */
export function generator(seed: number | string): Generator {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new StrataError(`a seed is a safe integer or a text, received ${seed}`);
  }
  return new Philox(...keyOf(`${typeof seed}:${seed}`));
}

function keyOf(text: string): [number, number] {
  const digest = sha256(text);
  return [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16)];
}

const twoTo32 = 2 ** 32;
const twoToMinus53 = 2 ** -53;

/** One block of Philox4x32 with ten rounds: counter (4 words) and key (2 words) to 4 words, written into `out`. */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
): void {
  rounds(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out);
}

function rounds(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number, out: Uint32Array): void {
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(0xd251, 0x1f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = mulHigh(0xcd9e, 0x8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * High 32 bits of (aHigh · 2^16 + aLow) · b, for 16-bit halves and a 32-bit word.
 * Every sum stays below 2^32, so that 32-bit arithmetic is exact and no number leaves the integer registers.
 */
function mulHigh(aHigh: number, aLow: number, b: number): number {
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const upper = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const lower = (Math.imul(aLow, bHigh) + (upper & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (upper >>> 16) + (lower >>> 16)) | 0;
}

class Philox implements Generator {
  private readonly words = new Uint32Array(4);
  private block = 0;
  private used = 4;
  private spare: number | null = null;

  constructor(
    private key0: number,
    private key1: number,
  ) {}

  private word(): number {
    if (this.used === 4) {
      rounds(this.block >>> 0, Math.floor(this.block / twoTo32), 0, 0, this.key0, this.key1, this.words);
      this.block++;
      this.used = 0;
    }
    return this.words[this.used++] as number;
  }

  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) * twoToMinus53;
  }

  normal(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > twoTo32) {
      throw new StrataError(`integer(below) needs an integer from 1 to 2^32, received ${below}`);
    }
    let word = this.word();
    // Words from the largest multiple of `below` upwards are drawn again; only those near 2^32 need the division.
    while (word >= twoTo32 - below && word >= twoTo32 - (twoTo32 % below)) word = this.word();
    return word - Math.floor(word / below) * below;
  }

  permutation(n: number): Int32Array {
    if (!Number.isSafeInteger(n) || n < 0) throw new StrataError(`permutation(n) needs an integer ≥ 0, received ${n}`);
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    return order;
  }

  gamma(shape: number): number {
    if (!(shape > 0) || !Number.isFinite(shape)) throw new StrataError(`gamma needs a shape > 0, received ${shape}`);
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = 1 - this.uniform();
      // The first test is implied by the second and spares most logarithms.
      if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  dirichlet(alpha: ArrayLike<number>, out: Float64Array = new Float64Array(alpha.length)): Float64Array {
    if (out.length !== alpha.length) {
      throw new StrataError(`dirichlet needs room for ${alpha.length} coordinates, received ${out.length}`);
    }
    // In logarithms: gamma draws of small shapes underflow, and a sum of zeros has no shares.
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < alpha.length; i++) {
      const shape = alpha[i] as number;
      let value = Math.log(this.gamma(shape > 0 && shape < 1 ? shape + 1 : shape));
      if (shape < 1) value += Math.log(1 - this.uniform()) / shape;
      out[i] = value;
      if (value > most) most = value;
    }
    let sum = 0;
    for (let i = 0; i < out.length; i++) {
      const value = Math.exp((out[i] as number) - most);
      out[i] = value;
      sum += value;
    }
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / sum;
    return out;
  }

  fillUniform(out: Float32Array | Float64Array, low = 0, high = 1): void {
    for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * this.uniform();
  }

  fillNormal(out: Float32Array | Float64Array, mean = 0, deviation = 1): void {
    for (let i = 0; i < out.length; i++) out[i] = mean + deviation * this.normal();
  }

  split(label: string | number): Generator {
    return new Philox(...keyOf(`${this.key0}:${this.key1}:${typeof label}:${label}`));
  }

  save(): GeneratorState {
    return { key: [this.key0, this.key1], block: this.block, used: this.used, spare: this.spare };
  }

  load(state: GeneratorState): void {
    const fits = state.key.every((k) => k >>> 0 === k) && Number.isSafeInteger(state.block) && state.block >= 0;
    if (!fits || !(state.used >= 1 && state.used <= 4)) {
      throw new StrataError(`a saved generator state was expected, received ${JSON.stringify(state)}`);
    }
    [this.key0, this.key1] = state.key;
    this.spare = state.spare;
    this.used = state.used;
    this.block = state.block;
    if (state.used < 4) {
      this.block--;
      this.used = 4;
      this.word();
      this.used = state.used;
    }
  }
}
