import type { FreshDefaultFix } from '../ir/fix.ts';
import type { Expr, FunctionNode, Param } from '../ir/ir.ts';
import { isRead, makesMutable } from './effects.ts';
import type { Rule, RuleInput } from './rule.ts';
import { above, treeOf, type Tree } from '../ir/tree.ts';
import { paramVariable } from '../ir/variables.ts';

export const rule: Rule = {
  id: 'mutable-default-argument',
  severity: 'warning',
  doc: {
    what: 'Finds parameters whose default is a list, set or dictionary that the function changes or hands out.',
    why: `A default is made once, when the function is defined, and shared by all calls. What one call puts in, the next
one finds: with \`memo={}\` or \`result=[]\` an answer depends on the test cases before it.`,
    sample: {
      bad: `def collect(value: int, into=[]):
    into.append(value)
    return into
`,
      good: `def collect(value: int, into=None):
    if into is None:
        into = []
    into.append(value)
    return into
`,
    },
    fixSafety: `The fix defaults to \`None\` and makes the container in the body. It changes what later calls find, which is
the point. It is not offered where the function calls itself without that argument, since it then relies on sharing.`,
  },
  check: (input) => {
    const tree = treeOf(input.analysis.program);
    return tree.functions.flatMap((func) =>
      func.params.flatMap((param) => {
        const { defaultValue } = param;
        if (defaultValue === null || !makesMutable(defaultValue)) return [];
        if (paramVariable(tree, func, param).uses.every((use) => isRead(input.analysis.index.roles, use)))
          return [];
        const message = `${input.quote(param.span)} is made once, for all calls: each finds what those before it left there. Default to None and make it in the body.`;
        const fix = freshDefault(input, tree, { func, param, value: defaultValue });
        return [{ span: param.span, message, fixes: fix === null ? [] : [fix] }];
      }),
    );
  },
};

interface Default {
  readonly func: FunctionNode;
  readonly param: Param;
  readonly value: Expr;
}

function freshDefault(
  { analysis }: RuleInput,
  tree: Tree,
  { func, param, value }: Default,
): FreshDefaultFix | null {
  if (func.nameSpan === null) return null;
  const index = func.params.indexOf(param);
  const relies = tree.exprs.some(
    (expr) =>
      expr.kind === 'call' &&
      analysis.index.resolve(expr) === func &&
      above(tree, expr).includes(func) &&
      expr.args.length <= index &&
      !expr.args.some((arg) => arg.name === param.name || arg.spread),
  );
  return relies ? null : { kind: 'fresh-default', safety: 'suggestion', func, param, value };
}
