/** nginx in front of three processes of the service: one is killed, all are restarted, and nobody notices. */
import assert from 'node:assert/strict';
import { type Fleet, answeredBy, assertServed, mixed, startFleet } from './fleet.ts';
import { type NginxServer, missingNginx, startNginx } from './nginx-server.ts';
import { startTraffic } from '../support/load.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const CALLERS = 8;

describe('three processes behind nginx', () => {
  const missing = missingNginx();
  if (missing !== null) {
    it(`are not tested: ${missing}`, () => undefined);
    return;
  }
  let fleet: Fleet;
  let nginx: NginxServer;
  before(async () => {
    fleet = await startFleet({ count: 3 });
    nginx = await startNginx({ blue: fleet.ports });
  });
  after(async () => {
    await nginx.stop();
    await fleet.stop();
  });

  const traffic = (series: string) =>
    startTraffic({ next: mixed(nginx.url, fleet.headers, series), callers: CALLERS, ca: nginx.ca });

  it('share the requests, and connections to them are kept', async () => {
    const { more, stop } = traffic('shared');
    await more(600);
    assertServed(await stop());
    const counts = await Promise.all(fleet.replicas.map(async (replica) => answeredBy(replica)));
    const sum = counts.reduce((total, count) => total + count, 0);
    assert.ok(sum >= 600);
    for (const count of counts)
      assert.ok(count > sum / 6, `${counts.join(', ')}: somebody has next to nothing`);
  });

  it('go on without one that is killed under load, and with it once it is back', async () => {
    const { more, stop } = traffic('killed');
    await more(300);
    fleet.replicas[1]!.signal('SIGKILL');
    await fleet.replicas[1]!.ended();
    await more(600);
    await fleet.restart(1);
    await takesPart(fleet.replicas[1]!, more);
    assertServed(await stop());
    assert.ok(
      nginx.log().some(({ upstream }) => String(upstream).includes(',')),
      'no request was tried twice: the kill went unnoticed',
    );
  });

  it('are restarted one after the other without a failed request', async () => {
    const { more, stop } = traffic('restarted');
    for (const number of fleet.replicas.keys()) {
      await more(300);
      await fleet.restart(number);
      await takesPart(fleet.replicas[number]!, more);
    }
    await more(300);
    assertServed(await stop());
  });
});

/** Who has failed is asked again after a while; the next may go only then. */
async function takesPart(replica: ServiceProcess, more: (count: number) => Promise<void>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await answeredBy(replica)) === 0) {
    assert.ok(Date.now() < deadline, 'what was started again got no request in a minute');
    await more(20);
  }
}
