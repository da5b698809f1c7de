/** The top of the report: the verdict and both bounds in large. */
import type { BoundClass } from '../../../shared/protocol/analysis.ts';
import { type Child, button, h, math, prose } from './dom.ts';
import type { BoundView, ConfidenceView, Meaning, ReportView } from './messages.ts';

/** The ladder of growth under a bound. */
const RUNGS: readonly { readonly class: BoundClass; readonly text: string }[] = [
  { class: 'constant', text: '1' },
  { class: 'logn', text: 'log n' },
  { class: 'sqrt', text: '√n' },
  { class: 'linear', text: 'n' },
  { class: 'nlogn', text: 'n log n' },
  { class: 'quadratic', text: 'n^2' },
  { class: 'cubic', text: 'n^3' },
  { class: 'polynomial', text: 'n^k' },
  { class: 'exponential', text: '2^n' },
];

/** Longer bounds are set smaller. */
const LONG = 16;

/** The verdict, time and space, what the symbols mean, and how sure that is. */
export function answer(view: ReportView): readonly Child[] {
  // Mostly both bounds assume the same: once is enough.
  const shared = sameReasons(view) ? view.time.confidence.reasons : [];
  const own = ({ confidence }: BoundView) => (sameReasons(view) ? [] : confidence.reasons);
  return [
    view.verdict.text !== '' &&
      h('p', { class: `verdict ${view.verdict.fits}` }, ...verdict(view.verdict.text)),
    h(
      'div',
      { class: 'bounds' },
      bound('Time', view.time, own(view.time)),
      bound('Space', view.space, own(view.space), view.output),
    ),
    legend([...view.time.legend, ...view.space.legend]),
    reasons(shared, 'assuming'),
  ];
}

function sameReasons({ time, space }: ReportView): boolean {
  return time.confidence.reasons.join('\n') === space.confidence.reasons.join('\n');
}

/** "Tight: about 10 seconds." with its first word in bold. */
function verdict(text: string): readonly Child[] {
  const [, word, rest] = /^([^:.]{1,20}:)(.*)$/su.exec(text) ?? [];
  return word === undefined ? prose(text) : [h('strong', {}, word), ...prose(rest ?? '')];
}

function bound(
  what: string,
  view: BoundView,
  ownReasons: readonly string[],
  output: string | null = null,
): HTMLElement {
  return h(
    'section',
    { class: 'bound', 'aria-label': what },
    h('h2', {}, what),
    h('p', { class: view.text.length > LONG ? 'large long' : 'large' }, math(view.text)),
    ladder(view.class),
    view.unknown === null
      ? confidence(view.confidence)
      : h('p', { class: 'unknown' }, 'Not known: ', ...prose(view.unknown)),
    reasons(ownReasons),
    output !== null && h('p', { class: 'output' }, 'Besides, the output: ', math(output)),
  );
}

function confidence({ level, words, figure }: ConfidenceView): HTMLElement {
  return h(
    'p',
    { class: `confidence ${level}` },
    h('span', { class: 'meter', 'aria-hidden': 'true' }),
    words,
    h('span', { class: 'figure' }, `, ${figure}`),
  );
}

function reasons(items: readonly string[], title = ''): Child {
  if (items.length === 0) return null;
  return h(
    'div',
    { class: 'reasons' },
    title !== '' && h('span', { class: 'lead' }, title),
    h('ul', {}, ...items.map((reason) => h('li', {}, ...prose(reason)))),
  );
}

/** Where the bound stands among the classes; only to be seen, the text says the same. */
function ladder(boundClass: BoundClass): Child {
  const at = RUNGS.findIndex((rung) => rung.class === boundClass);
  if (at < 0) return null;
  return h(
    'div',
    { class: 'ladder', 'aria-hidden': 'true' },
    ...RUNGS.map(({ text }, index) =>
      h('span', { class: index === at ? 'here' : index < at ? 'below' : '' }, math(text)),
    ),
  );
}

function legend(meanings: readonly Meaning[]): Child {
  const unique = new Map(
    meanings.map(({ symbol, meaning }) => [`${symbol}=${meaning}`, { symbol, meaning }]),
  );
  if (unique.size === 0) return null;
  const items = [...unique.values()].map(({ symbol, meaning }) =>
    h('div', {}, h('dt', {}, math(symbol)), h('dd', { class: isCode(meaning) ? 'code' : null }, meaning)),
  );
  return h(
    'div',
    { class: 'legend' },
    h('span', { class: 'lead' }, 'where'),
    h('dl', { 'aria-label': 'What the symbols mean' }, ...items),
  );
}

/** "len(nums)", not "the number of nodes". */
function isCode(meaning: string): boolean {
  return !/\s/u.test(meaning.replace(/\(.*\)/gu, ''));
}

/** The file's name mostly tells the problem already. */
function where({ file, problem }: ReportView): string {
  const told = problem === null || file.includes(problem.replace(/^\d+\. /u, ''));
  return told ? file : `${file} · ${problem}`;
}

/** The heading with what can be done with the report. */
export function header(view: ReportView, copy: () => void, comment: () => void): readonly Child[] {
  return [
    h(
      'div',
      { class: 'title' },
      h('h1', {}, view.subject ?? view.file),
      h('p', { class: 'where' }, where(view)),
    ),
    h(
      'div',
      { class: 'actions', role: 'toolbar', 'aria-label': 'Report' },
      button('copy', 'Copy as Markdown', copy, { class: 'secondary' }),
      view.subject !== null && button('comment', 'Insert as Comment', comment, { class: 'secondary' }),
    ),
  ];
}
