/** The state of the analysis as text, for those who work on it. */
import { print } from '../cost/cost.ts';
import type { ProgramAnalysis } from '../analysis/program.ts';

export type DebugStep = 'ir' | 'cost' | 'calls';

/** `cost`: every place with its count, reasoning and total. `calls`: the library calls alone. */
export function debugText(analysis: ProgramAnalysis, step: DebugStep): string {
  const out: string[] = [];
  for (const { name, role, outcome } of analysis.functions) {
    out.push(
      `${name} (${role}): time ${print(outcome.time)}, space ${print(outcome.space)}, output ${print(outcome.output)}`,
    );
    for (const site of outcome.sites) {
      if (step === 'calls' && site.kind !== 'call') continue;
      const count = site.turns === null ? print(site.each) : `${print(site.turns)} turns`;
      out.push(
        `${'  '.repeat(site.depth + 1)}${site.span.line + 1}: ${site.label} ${count}, in all ${print(site.total)} [${site.rule}] ${site.reason}`,
      );
    }
    for (const part of outcome.spaceParts) out.push(`  space: ${part.text} ${print(part.cost)}`);
    for (const assumption of outcome.assumptions) out.push(`  assumes: ${assumption.text}`);
    for (const call of outcome.unexplained.keys()) out.push(`  unexplained: ${call}`);
  }
  return out.join('\n');
}
