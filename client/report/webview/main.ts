/** The script of the report's page: draws what the extension sends, keeps folds, scroll and focus. */
import type { SourceSpan } from '../../../shared/protocol/analysis.ts';
import { answer, header } from './answer.ts';
import { type Child, button, h } from './dom.ts';
import { history } from './history.ts';
import { spoken } from './notation.ts';
import type { FromPage, NoticeView, PageState, PageView, ReportView, ToPage } from './messages.ts';
import { type Page, constraints, derivation, findings, functions, gaps, techniques } from './sections.ts';

interface Host {
  readonly postMessage: (message: FromPage) => void;
  readonly getState: () => PageState | undefined;
  readonly setState: (state: PageState) => void;
}

declare function acquireVsCodeApi(): Host;

const TOAST_MS = 4_000;

const host = acquireVsCodeApi();
const root = document.createElement('main');
/** Heard when the bounds change; the toast is seen too. */
const live = h('div', { role: 'status', class: 'heard' });
const toast = h('div', { role: 'status', class: 'toast' });
document.body.append(root, live, toast);

let state: PageState = host.getState() ?? { uri: '', scroll: 0, folds: {} };
let view: PageView | null = null;

const page: Page = {
  isOpen: (key, atFirst) => state.folds[key] ?? atFirst,
  setOpen: (key, open, atFirst) => {
    const { [key]: _, ...others } = state.folds;
    keep({ ...state, folds: open === atFirst ? others : { ...others, [key]: open } });
  },
  reveal: (span) => host.postMessage({ type: 'reveal', span }),
  point: (span) => point(span),
  fix: (finding, fix) => {
    if (view?.kind === 'report') host.postMessage({ type: 'fix', version: view.version, finding, fix });
  },
  docs: (url) => host.postMessage({ type: 'docs', url }),
};

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'view') draw(data.view);
  else if (data.type === 'show') show(data.name);
  else showToast(data.text);
});
window.addEventListener('scroll', () => keep({ ...state, scroll: window.scrollY }), { passive: true });
host.postMessage({ type: 'ready' });

function keep(next: PageState): void {
  state = next;
  host.setState(state);
}

/** Draws the parts that changed; the others, and with them the reader's place, stay untouched. */
function draw(next: PageView): void {
  const first = view === null;
  const sameFile = next.uri === state.uri;
  if (!sameFile) keep({ uri: next.uri, scroll: 0, folds: {} });
  const { scroll } = state;
  const focused = document.activeElement?.getAttribute('data-key');
  const before = view;
  view = next;

  if (next.kind === 'notice') drawNotice(next);
  else drawReport(next, sameFile && before?.kind === 'report' ? before : null);

  if (focused !== null && focused !== undefined && document.activeElement === document.body) {
    root.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  if (first || !sameFile || before?.kind === 'notice') window.scrollTo(0, scroll);
}

function drawNotice(notice: NoticeView): void {
  root.replaceChildren(
    h('p', { class: 'where' }, notice.file),
    h('p', { class: 'notice' }, notice.text),
    notice.restart
      ? button('restart', 'Restart', () => host.postMessage({ type: 'restart' }), { class: 'primary' })
      : '',
  );
  announce(notice.text);
}

/** Name of a part, what it draws, and from what: it is drawn again when that differs. */
interface Part {
  readonly name: string;
  readonly from: (report: ReportView) => unknown;
  readonly draw: (report: ReportView) => readonly Child[];
}

const PARTS: readonly Part[] = [
  {
    name: 'header',
    from: ({ subject, file, problem }) => [subject, file, problem],
    draw: (report) =>
      header(
        report,
        () => host.postMessage({ type: 'copy' }),
        () => host.postMessage({ type: 'comment' }),
      ),
  },
  {
    name: 'answer',
    from: ({ verdict, time, space, output }) => [verdict, time, space, output],
    draw: answer,
  },
  {
    name: 'derivation',
    from: ({ timeSteps, spaceSteps }) => [timeSteps, spaceSteps],
    draw: (report) => derivation(report, page),
  },
  { name: 'findings', from: (report) => report.findings, draw: (report) => findings(report, page) },
  { name: 'techniques', from: (report) => report.techniques, draw: (report) => techniques(report, page) },
  { name: 'constraints', from: (report) => report.constraints, draw: constraints },
  { name: 'functions', from: (report) => report.functions, draw: (report) => functions(report, page) },
  { name: 'gaps', from: (report) => report.gaps, draw: (report) => gaps(report, page) },
  { name: 'history', from: (report) => report.service, draw: history },
  {
    name: 'footer',
    from: ({ engineVersion, analysedBy }) => [engineVersion, analysedBy],
    draw: footer,
  },
];

function drawReport(report: ReportView, before: ReportView | null): void {
  if (before === null) {
    root.replaceChildren(
      ...PARTS.map(({ name }) =>
        h(name === 'header' || name === 'footer' ? name : 'section', { class: `part ${name}` }),
      ),
    );
  }
  PARTS.forEach((part, index) => {
    const element = root.children[index];
    if (before !== null && JSON.stringify(part.from(before)) === JSON.stringify(part.from(report))) return;
    const children = part.draw(report).filter((child) => child !== null && child !== false);
    element?.replaceChildren(...children);
  });
  const bounds = boundsText(report);
  if (before === null || bounds !== boundsText(before)) announce(bounds);
}

function boundsText({ time, space }: ReportView): string {
  return `${spoken(time.text)} time, ${spoken(space.text)} space`;
}

function footer({ engineVersion, analysedBy }: ReportView): readonly Child[] {
  return [
    `Big-O Lens ${engineVersion}, analysed ${analysedBy === null ? 'on this machine' : `by ${analysedBy}`}`,
  ];
}

/** Scrolls to a function and unfolds it; the entry is the top of the report. */
function show(name: string): void {
  if (view?.kind !== 'report') return;
  const details = root.querySelector<HTMLDetailsElement>(`[data-function="${CSS.escape(name)}"]`);
  if (details === null || name === view.entry) {
    window.scrollTo(0, 0);
    return;
  }
  details.open = true;
  details.scrollIntoView({ block: 'start' });
  details.querySelector('summary')?.focus({ preventScroll: true });
}

let toastTimer = 0;

function showToast(text: string): void {
  toast.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.replaceChildren(), TOAST_MS);
}

function announce(text: string): void {
  live.textContent = text;
}

let pointed: SourceSpan | null = null;

function point(span: SourceSpan | null): void {
  if (span === pointed) return;
  pointed = span;
  host.postMessage({ type: 'point', span });
}
