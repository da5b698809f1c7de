/** deploy/nginx/switch.sh with real processes of both colours, under traffic. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { missingProgram } from '../support/server-process.ts';
import { startTraffic } from '../support/load.ts';
import { type Fleet, answeredBy, assertServed, mixed, startFleet } from './fleet.ts';
import { type Colour, type NginxServer, missingNginx, startNginx } from './nginx-server.ts';

const SWITCH = resolve(import.meta.dirname, '../../deploy/nginx/switch.sh');
const LEAST_REQUESTS = 5000;

describe('blue-green behind nginx', () => {
  const missing = missingNginx() ?? missingProgram('curl', 'curl');
  if (missing !== null) {
    it(`is not tested: ${missing}`, () => undefined);
    return;
  }
  let fleet: Fleet;
  let nginx: NginxServer;
  beforeEach(async () => {
    // One process of each colour, with one store.
    fleet = await startFleet({ count: 2 });
    nginx = await startNginx({ blue: [fleet.ports[0]!], green: [fleet.ports[1]!] });
    writeFileSync(join(nginx.folder, 'key'), fleet.headers.authorization!.replace('Bearer ', ''));
  });
  afterEach(async () => {
    await nginx.stop();
    await fleet.stop();
  });

  const traffic = (series: string) =>
    startTraffic({ next: mixed(nginx.url, fleet.headers, series), callers: 6, ca: nginx.ca });
  const active = () => /blue|green/.exec(readFileSync(join(nginx.folder, 'site/active.conf'), 'utf8'))![0];

  /** @returns its exit code, and what it said; `meanwhile` runs once the colour has the traffic */
  const switchTo = async (colour: Colour, window: number, meanwhile?: () => void) => {
    const child = spawn(SWITCH, [nginx.configuration, nginx.folder, nginx.url, colour], {
      env: {
        ...process.env,
        KEY_FILE: join(nginx.folder, 'key'),
        WINDOW: String(window),
        CURL_CA_BUNDLE: join(nginx.folder, 'site/tls.crt'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const watch = setInterval(() => {
      if (meanwhile === undefined || active() !== colour) return;
      clearInterval(watch);
      meanwhile();
    }, 20);
    const [code] = (await once(child, 'close')) as [number];
    clearInterval(watch);
    return { code, said };
  };

  it(`fails none of at least ${LEAST_REQUESTS} requests during two switches`, async () => {
    const { more, answers, stop } = traffic('switched');
    await more(500);
    for (const [number, colour] of [
      [1, 'green'],
      [0, 'blue'],
    ] as const) {
      const { code, said } = await switchTo(colour, 2);
      assert.equal(code, 0, said);
      const before = await answeredBy(fleet.replicas[number]!);
      await more(500);
      assert.ok((await answeredBy(fleet.replicas[number]!)) > before + 250, `${colour} has no traffic`);
    }
    await more(Math.max(0, LEAST_REQUESTS - answers.length));
    assertServed(await stop());
  });

  it('gives no traffic to a colour that is ready but can’t analyse', async () => {
    const asked: string[] = [];
    const broken = await listening(
      createServer(({ url }, response) => {
        asked.push(url!);
        response.writeHead(url === '/health/ready' ? 200 : 500).end('{}');
      }),
    );
    try {
      const { port } = broken.address() as AddressInfo;
      writeFileSync(join(nginx.folder, 'site/green.conf'), `server 127.0.0.1:${port};\n`);
      const { more, stop } = traffic('broken');
      await more(200);
      const { code, said } = await switchTo('green', 1);
      await more(200);
      assertServed(await stop());
      assert.equal(code, 1);
      assert.match(said, /green does not work; blue keeps the traffic/);
      assert.equal(active(), 'blue');
      assert.deepEqual(asked, ['/health/ready', '/v1/analyses']);
    } finally {
      broken.close();
    }
  });

  it('takes the traffic back from a colour that fails after the switch', async () => {
    const { code, said } = await switchTo('green', 30, () => fleet.replicas[1]!.signal('SIGKILL'));
    assert.equal(code, 1);
    assert.match(said, /green fails; the traffic goes back to blue/);
    assert.equal(active(), 'blue');
    const { more, stop } = traffic('returned');
    await more(200);
    assertServed(await stop());
  });
});

async function listening(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
