/** How many different first calls a table of results answers, where it outlives the loops that make them. */
import { type Cost, ONE, isOne, min, times } from '../../cost/cost.ts';
import { closeOver, inAll } from '../levels.ts';
import { settle } from '../machine.ts';
import { type Value, domainOf, find } from '../value.ts';
import type { Query } from './query.ts';

/** How many different values the parameters take over all calls from outside, but for what the range of a number says already. */
export function firstCalls(q: Query, names: readonly string[], from: number): Cost {
  const calls = settle(q.m, inAll(q.m.levels, ONE, from));
  if (isOne(calls)) return ONE;
  const different = names.reduce<Cost>((product, name) => {
    const value = q.frame.vars.get(name);
    const isCovered = q.ranges.get(name)?.coversAll === true;
    if (value === undefined || isCovered || (value.kind === 'num' && !staysSame(q, name))) return product;
    return times(product, variety(q, value, { from, calls }));
  }, ONE);
  return min(different, calls);
}

const staysSame = (q: Query, name: string): boolean =>
  q.ranges.get(name)?.changes.every((change) => change.kind === 'same') === true;

interface Outside {
  /** The depth since which the table is there. */
  readonly from: number;
  readonly calls: Cost;
}

function variety(q: Query, value: Value, outside: Outside): Cost {
  const { levels } = q.m;
  switch (value.kind) {
    case 'num': {
      const isFixed =
        value.exact !== null && [...value.exact.terms.keys()].every((name) => !name.startsWith('@'));
      if (isFixed) return ONE;
      return settle(q.m, closeOver(levels, value.domain ?? value.max, outside.from, levels.length));
    }
    case 'str':
      if (value.place === null && value.distinct === null && value.drawnFrom === null) return ONE;
      return value.domain === null ? outside.calls : settle(q.m, value.domain);
    case 'tuple':
      return value.parts.reduce<Cost>((product, part) => times(product, variety(q, part, outside)), ONE);
    case 'ref':
      if (value.part === null && value.distinct === null && find(value.object).born <= outside.from)
        return ONE;
      return domainOf(value) ?? outside.calls;
    default:
      return ONE;
  }
}
