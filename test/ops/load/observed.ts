/** What the service's own metrics say of a stretch of time: the objectives are checked by them. */
import { UNVERSIONED } from '../../../shared/protocol/service.ts';

/** Requests by the upper end of their bucket in seconds, each bucket without those below it, and errors. */
export interface Observed {
  readonly buckets: ReadonlyMap<number, number>;
  readonly requests: number;
  /** Answered with 5xx. */
  readonly errors: number;
}

const NAME = 'big_o_lens_http_request_duration_seconds';
const QUIET = new Set<string>(Object.values(UNVERSIONED));

/** Of several processes together, without probes and metrics. */
export async function observe(urls: readonly string[]): Promise<Observed> {
  const texts = await Promise.all(urls.map(async (url) => (await fetch(url + UNVERSIONED.metrics)).text()));
  return readObserved(texts.join('\n'));
}

/** @param text in Prometheus's format */
export function readObserved(text: string): Observed {
  const cumulative = new Map<number, number>();
  let [requests, errors] = [0, 0];
  for (const [, kind, labels, value] of text.matchAll(
    new RegExp(`^${NAME}_(bucket|count)\\{(.*)\\} (\\d+)$`, 'gm'),
  )) {
    const label = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels!)?.[1];
    if (QUIET.has(label('route')!)) continue;
    if (kind === 'count') {
      requests += Number(value);
      if (label('status')!.startsWith('5')) errors += Number(value);
    } else {
      const end = label('le') === '+Inf' ? Infinity : Number(label('le'));
      cumulative.set(end, (cumulative.get(end) ?? 0) + Number(value));
    }
  }
  let below = 0;
  const buckets = [...cumulative]
    .sort(([a], [b]) => a - b)
    .map(([end, count]): [number, number] => {
      const own = count - below;
      below = count;
      return [end, own];
    });
  return { buckets: new Map(buckets), requests, errors };
}

/** What came after an earlier look. */
export function since(before: Observed, now: Observed): Observed {
  return {
    buckets: new Map([...now.buckets].map(([end, count]) => [end, count - (before.buckets.get(end) ?? 0)])),
    requests: now.requests - before.requests,
    errors: now.errors - before.errors,
  };
}

/** Milliseconds below which a share of the answers lies, as Prometheus's histogram_quantile; NaN without answers. */
export function quantileOf({ buckets, requests }: Observed, share: number): number {
  let [start, seen] = [0, 0];
  for (const [end, count] of buckets) {
    const wanted = share * requests - seen;
    if (count > 0 && wanted <= count) {
      return end === Infinity ? start * 1000 : (start + ((end - start) * wanted) / count) * 1000;
    }
    seen += count;
    start = end;
  }
  return NaN;
}
