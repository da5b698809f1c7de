/** A replica in a process of its own, which does what its parent says: limits, caches and threads as the environment sets them. */
import { pino } from 'pino';
import { readConfig } from '../../api/config/config.ts';
import { startMachinery } from '../../api/machinery.ts';
import { createMetrics } from '../../api/observe/metrics.ts';
import { GRAMMARS, NEVER, job } from './jobs.ts';

export type Order =
  /** Answered by how many of so many requests were let through. */
  | { readonly kind: 'spend'; readonly subject: string; readonly requests: number }
  /** Answered by what became of the analysis of a program. */
  | { readonly kind: 'analyse'; readonly program: number }
  /** Answered by the metrics' text. */
  | { readonly kind: 'metrics' };

const metrics = createMetrics();
const { analyzer, limiter } = startMachinery({
  config: readConfig(process.env),
  logger: pino({ level: 'silent' }),
  metrics,
  grammars: GRAMMARS,
});

async function obey(order: Order): Promise<number | string> {
  switch (order.kind) {
    case 'spend': {
      const caller = { subject: order.subject, keyId: 'key', role: 'member' } as const;
      const decisions = await Promise.all(
        Array.from({ length: order.requests }, async () => limiter.take(caller, 'analyse', 1)),
      );
      return decisions.filter(({ allowed }) => allowed).length;
    }
    case 'analyse':
      return (await analyzer.analyse(job(order.program), { correlationId: 'test', gone: () => NEVER })).kind;
    case 'metrics':
      return metrics.text();
  }
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));
