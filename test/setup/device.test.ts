/** Which device the set-up chooses for which machine, with faked machines. */
import { describe, expect, it } from 'vitest';
import { chooseDevice, type Machine } from '../../scripts/lib/device.mjs';
import { nodeProblems, tooSmall } from '../../scripts/lib/prerequisites.mjs';

const plain: Machine = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  avx: true,
  compiler: true,
  addonCached: false,
  nvidia: undefined,
};
const card = 'NVIDIA H100 80GB HBM3, 580.159.04';

describe('chooseDevice', () => {
  it.each<[string, Partial<Machine>, string, RegExp]>([
    ['a plain machine', {}, 'cpu', /nvidia-smi does not answer/],
    ['a card', { nvidia: card }, 'gpu', /nvidia-smi names NVIDIA H100/],
    ['no compiler', { compiler: false }, 'wasm', /g\+\+ is missing.*slower.*apt-get install g\+\+/],
    ['no compiler, but the binding cached', { compiler: false, addonCached: true }, 'cpu', /nvidia-smi/],
    ['a card but no compiler', { compiler: false, nvidia: card }, 'wasm', /g\+\+ is missing/],
    ['arm64', { arch: 'arm64' }, 'wasm', /no TensorFlow wheel for linux arm64.*slower/],
    ['macOS', { platform: 'darwin', arch: 'arm64', glibc: undefined }, 'wasm', /no TensorFlow wheel for darwin arm64/],
    ['another C library', { glibc: undefined }, 'wasm', /glibc 2\.27, this system has another C library/],
    ['an old C library', { glibc: '2.17' }, 'wasm', /glibc 2\.27, this system has 2\.17/],
    ['a processor without AVX', { avx: false }, 'wasm', /AVX/],
  ])('on %s', (_, machine, device, why) => {
    const choice = chooseDevice('auto', { ...plain, ...machine });
    expect(choice.device).toBe(device);
    expect(choice.why).toMatch(why);
  });

  it.each<[string, Partial<Machine>]>([
    ['cpu', { compiler: false }],
    ['gpu', { compiler: false, nvidia: card }],
    ['cpu', { arch: 'arm64' }],
    ['gpu', { arch: 'arm64', nvidia: card }],
  ])('refuses %s by name where it cannot be had', (request, machine) => {
    expect(() => chooseDevice(request, { ...plain, ...machine })).toThrow(/to fix: (apt-get|npm run setup)/);
  });

  it('takes the device that is asked for, whatever else there is', () => {
    const rich = { ...plain, nvidia: card };
    for (const device of ['cpu', 'gpu', 'webgpu', 'wasm']) expect(chooseDevice(device, rich).device).toBe(device);
    // Libraries for a card can be prepared on a machine without one, e.g. the first node of a cluster.
    expect(chooseDevice('gpu', plain).device).toBe('gpu');
  });

  it('refuses a driver that is too old, unless the CPU is asked for', () => {
    const old = { ...plain, nvidia: 'Tesla K80, 470.82.01' };
    expect(() => chooseDevice('auto', old)).toThrow(/older than 525.*\n.*update the driver.*--device cpu/);
    expect(() => chooseDevice('gpu', old)).toThrow(/older than 525/);
    expect(chooseDevice('cpu', old).device).toBe('cpu');
  });

  it('refuses an unknown device and names those there are', () => {
    expect(() => chooseDevice('tpu', plain)).toThrow(/auto, cpu, gpu, webgpu, wasm; received tpu/);
  });
});

describe('prerequisites', () => {
  it.each([
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.9.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('Node %s: %s', (version, supported) => {
    expect(nodeProblems(version, 'linux')).toHaveLength(supported ? 0 : 1);
  });

  it('sends Windows to its Linux subsystem', () => {
    expect(nodeProblems('22.12.0', 'win32')[0]?.remedy).toContain('Subsystem for Linux');
  });

  it('compares the disk with what is needed', () => {
    const disk = { folder: '/cache', remedy: 'make room', needsMb: 1500 };
    expect(tooSmall({ ...disk, freeMb: 1500 })).toEqual([]);
    expect(tooSmall({ ...disk, freeMb: 1499.9 })[0]?.what).toBe('/cache has 1499 MB free, 1500 MB are needed');
  });
});
