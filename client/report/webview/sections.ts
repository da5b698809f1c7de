/** The parts of the report below the answer. A part with nothing to say is empty, and the page leaves it out. */
import type { SourceSpan } from '../../../shared/protocol/analysis.ts';
import { type Child, button, h, math, prose } from './dom.ts';
import type { BoundView, FindingView, FunctionView, ReportView, StepView } from './messages.ts';
import { type TreeHost, tree } from './tree.ts';

/** What the parts ask of the page. */
export interface Page extends TreeHost {
  readonly fix: (finding: number, fix: number) => void;
  readonly docs: (url: string) => void;
}

/** Why the time and the space are what they are. */
export function derivation(view: ReportView, page: Page): readonly Child[] {
  return [
    ...steps('time', 'Where the time goes', view.timeSteps, page),
    ...steps('space', 'Where the space goes', view.spaceSteps, page),
  ];
}

function steps(id: string, title: string, rows: readonly StepView[], page: Page): readonly Child[] {
  if (rows.length === 0) return [];
  const columns = h('span', { class: 'columns', 'aria-hidden': 'true' }, 'in all');
  return [h('h2', {}, title, columns), tree(id, title, rows, page)];
}

/** The pitfalls, each with its fixes. */
export function findings(view: ReportView, page: Page): readonly Child[] {
  if (view.findings.length === 0) return [];
  return [
    h('h2', {}, 'Findings', h('span', { class: 'number' }, String(view.findings.length))),
    h(
      'ul',
      { class: 'findings' },
      ...view.findings.map((finding, index) => findingItem(finding, index, page)),
    ),
  ];
}

function findingItem(finding: FindingView, index: number, page: Page): HTMLElement {
  const { severity, span, message, related, fixes } = finding;
  return h(
    'li',
    { class: `finding ${severity}` },
    h('p', { class: 'message' }, h('span', { class: 'heard' }, `${severity}: `), ...prose(message)),
    h(
      'div',
      { class: 'foot' },
      h(
        'p',
        { class: 'details' },
        place(`finding${index}`, span, page),
        ...related.map((other, at) => place(`finding${index}.${at}`, other.span, page, other.message)),
        ruleName(finding, index, page),
      ),
      ...fixes.map((fix, at) =>
        button(`fix${index}.${at}`, fix.title, () => page.fix(index, at), {
          class: fix.preferred ? 'primary' : 'secondary',
        }),
      ),
    ),
    ...[...new Set(fixes.map(({ note }) => note))].map(
      (note) => note !== null && h('p', { class: 'note' }, note),
    ),
  );
}

function ruleName({ rule, docs }: FindingView, index: number, page: Page): HTMLElement {
  if (!/^https?:/u.test(docs)) return h('span', { class: 'rule' }, rule);
  return button(`docs${index}`, rule, () => page.docs(docs), {
    class: 'link',
    title: 'Open the documentation',
  });
}

/** The techniques that the program uses, with the lines that show them. */
export function techniques(view: ReportView, page: Page): readonly Child[] {
  if (view.techniques.length === 0) return [];
  const rows = view.techniques.map(({ name, spans }, index) =>
    h(
      'li',
      {},
      h('span', { class: 'name' }, name),
      ...spans.map((span, at) => place(`technique${index}.${at}`, span, page)),
    ),
  );
  return [h('h2', {}, 'Techniques'), h('ul', { class: 'techniques' }, ...rows)];
}

/** The problem's limits, as the file tells them. */
export function constraints(view: ReportView): readonly Child[] {
  if (view.constraints.length === 0) return [];
  return [
    h('h2', {}, 'Constraints'),
    h(
      'ul',
      { class: 'constraints' },
      ...view.constraints.map((text) => h('li', { class: 'code' }, ...prose(text))),
    ),
  ];
}

/** Every function with its bounds; one that is not the entry unfolds to its own derivation. */
export function functions(view: ReportView, page: Page): readonly Child[] {
  // A single function is the entry: all of it stands above.
  if (view.functions.length === 0 || view.functions.every(({ name }) => name === view.entry)) return [];
  const rows = view.functions.map((item, index) => functionItem(item, index, page));
  return [
    h('h2', {}, 'Functions', h('span', { class: 'number' }, String(rows.length))),
    h('div', { class: 'functions' }, ...rows),
  ];
}

function functionItem(item: FunctionView, index: number, page: Page): HTMLElement {
  const key = `function/${item.name}`;
  const details = h(
    'details',
    { class: 'function', 'data-function': item.name, open: page.isOpen(key, false) },
    h(
      'summary',
      { 'data-key': key },
      h('span', { class: 'name code' }, item.name),
      h('span', { class: 'role' }, item.role),
      h('span', { class: 'pair' }, math(item.time.text), ' time · ', math(item.space.text), ' space'),
    ),
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'details' }, place(`place${index}`, item.span, page), ...facts(item)),
      ...steps(`time:${item.name}`, 'Time', item.timeSteps, page),
      ...steps(`space:${item.name}`, 'Space', item.spaceSteps, page),
    ),
  );
  details.addEventListener('toggle', () => page.setOpen(key, details.open, false));
  return details;
}

function facts(item: FunctionView): readonly Child[] {
  const meanings = new Map(
    [...item.time.legend, ...item.space.legend].map(({ symbol, meaning }) => [symbol, meaning]),
  );
  return [
    ...[...meanings].map(([symbol, meaning]) => h('span', { class: 'fact' }, math(symbol), ` = ${meaning}`)),
    item.output !== null && h('span', { class: 'fact' }, 'output ', math(item.output)),
    ...unknown('time', item.time),
    ...unknown('space', item.space),
  ];
}

function unknown(what: string, bound: BoundView): readonly Child[] {
  return bound.unknown === null
    ? []
    : [h('span', { class: 'fact' }, `${what} not known: `, ...prose(bound.unknown))];
}

/** What the engine could not take into account, line by line. */
export function gaps(view: ReportView, page: Page): readonly Child[] {
  if (view.gaps.length === 0) return [];
  const rows = view.gaps.map(({ span, reason }, index) =>
    h('li', {}, place(`gap${index}`, span, page), ' ', ...prose(reason)),
  );
  return [
    h('h2', {}, 'Not understood', h('span', { class: 'number' }, String(rows.length))),
    h('p', { class: 'hint' }, 'The bounds leave these lines out.'),
    h('ul', { class: 'gaps' }, ...rows),
  ];
}

function place(key: string, span: SourceSpan, page: Page, label = `line ${span.line + 1}`): HTMLElement {
  return button(key, label, () => page.reveal(span), { class: 'link' });
}
