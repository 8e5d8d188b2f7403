import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../core/index.js';
import { fetchFile } from './fetch.js';

const body = 'date,close\n2025-01-02,10\n';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-fetch-'));
let server: http.Server;
let address = '';

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (request.url === '/good') response.end(body);
    else if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.slice(0, 5));
      setTimeout(() => response.destroy(), 20);
    } else if (request.url === '/slow') {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.slice(0, 5));
    } else {
      response.writeHead(404);
      response.end('no');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

const target = (): string => path.join(folder, 'a', 'file.csv');

describe('fetch', () => {
  it('takes a file that has its hash', async () => {
    await fetchFile(`${address}/good`, target(), { sha256: sha256(body) });
    expect(fs.readFileSync(target(), 'utf8')).toBe(body);
    fs.rmSync(target());
  });

  it.each([
    ['a missing file', '/none', sha256(body), /answered 404/],
    ['a wrong hash', '/good', sha256('other'), /expected .*the source has changed/],
    ['a body cut short', '/cut', sha256(body), /no whole answer|ended after/],
    ['a server that stalls', '/slow', sha256(body), /nothing came for 0.2 s/],
  ])('refuses %s and leaves nothing behind', async (_, url, hash, message) => {
    await expect(fetchFile(`${address}${url}`, target(), { sha256: hash, stallMs: 200 })).rejects.toThrow(message);
    expect(fs.readdirSync(path.dirname(target()))).toEqual([]);
  });

  it('fails at once off line', async () => {
    await expect(fetchFile('http://127.0.0.1:9/x', target(), { sha256: '' })).rejects.toThrow(
      /ECONNREFUSED|no whole answer/,
    );
  });
});
