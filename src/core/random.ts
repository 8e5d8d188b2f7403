/**
 * Counter-based, splittable random numbers: Philox4x32-10 of Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 *
 * A stream is (key, counter). `split` derives a new key from this key and a label and never advances the counter,
 * so the numbers a part of a program sees do not depend on what other parts drew, or in which order.
 * Integers and uniforms are equal on every machine; `normal`, `gamma` and `dirichlet` use Math.log and Math.cos,
 * whose last bit may differ between processors.
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
  /** Gamma with the given shape > 0 and scale 1 (Marsaglia and Tsang 2000). */
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

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const mid = aHigh * bLow + (low >>> 16);
  const mid2 = aLow * bHigh + (mid & 0xffff);
  return (aHigh * bHigh + Math.floor(mid / 65536) + (mid2 >>> 16)) >>> 0;
}

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
    const high0 = mulHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = mulHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
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
    const limit = twoTo32 - (twoTo32 % below);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % below;
  }

  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
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
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  dirichlet(alpha: ArrayLike<number>, out: Float64Array = new Float64Array(alpha.length)): Float64Array {
    let sum = 0;
    for (let i = 0; i < alpha.length; i++) {
      const value = this.gamma(alpha[i] as number);
      out[i] = value;
      sum += value;
    }
    for (let i = 0; i < alpha.length; i++) out[i] = (out[i] as number) / sum;
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
