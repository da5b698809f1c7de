import assert from 'node:assert/strict';
import { quantileOf, readObserved, since } from './observed.ts';

const line = (kind: string, labels: string, value: number) =>
  `big_o_lens_http_request_duration_seconds_${kind}{${labels}} ${value}`;

/** Requests of one series by bucket: up to 0.1 s, up to 0.2 s, longer. */
const seriesOf = (labels: string, fast: number, slow: number, late: number) =>
  [
    line('bucket', `le="0.1",${labels}`, fast),
    line('bucket', `le="0.2",${labels}`, fast + slow),
    line('bucket', `le="+Inf",${labels}`, fast + slow + late),
    line('count', labels, fast + slow + late),
  ].join('\n');

describe('what the metrics say of a load', () => {
  const good = 'method="GET",route="/v1/quota",status="200"';
  const bad = 'method="GET",route="/v1/quota",status="503"';
  const probe = 'method="GET",route="/metrics",status="200"';

  it('adds up series and processes, without probes', () => {
    const { requests, errors } = readObserved(
      [seriesOf(good, 8, 1, 0), seriesOf(bad, 1, 0, 0), seriesOf(probe, 50, 0, 0)].join('\n'),
    );
    assert.deepEqual({ requests, errors }, { requests: 10, errors: 1 });
  });

  it('finds quantiles between the ends of a bucket', () => {
    const observed = readObserved(seriesOf(good, 90, 10, 0));
    assert.equal(Math.round(quantileOf(observed, 0.45)), 50);
    assert.equal(Math.round(quantileOf(observed, 0.95)), 150);
    assert.equal(quantileOf(readObserved(seriesOf(good, 0, 0, 5)), 0.95), 200);
    assert.ok(Number.isNaN(quantileOf(readObserved(''), 0.95)));
  });

  it('leaves out what was there before', () => {
    const before = readObserved(seriesOf(good, 100, 0, 0));
    const observed = since(before, readObserved(`${seriesOf(good, 100, 10, 0)}\n${seriesOf(bad, 2, 0, 0)}`));
    assert.equal(observed.requests, 12);
    assert.equal(observed.errors, 2);
    assert.ok(quantileOf(observed, 0.95) > 100);
  });
});
