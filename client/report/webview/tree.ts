/**
 * A derivation as a folding tree: WAI-ARIA's tree pattern. One row has the focus; the arrow keys move it and fold,
 * Enter jumps to the row's line in the editor.
 */
import type { SourceSpan } from '../../../shared/protocol/analysis.ts';
import { h, math, prose } from './dom.ts';
import type { StepView } from './messages.ts';

/** What the tree needs from the page. */
export interface TreeHost {
  readonly isOpen: (key: string, atFirst: boolean) => boolean;
  readonly setOpen: (key: string, open: boolean, atFirst: boolean) => void;
  readonly reveal: (span: SourceSpan) => void;
  readonly point: (span: SourceSpan | null) => void;
}

/** Deeper rows start folded unless they are hot. */
const OPEN_DEPTH = 4;

/** A tree of steps; `id` makes the keys of its rows its own. */
export function tree(id: string, label: string, steps: readonly StepView[], host: TreeHost): HTMLElement {
  const root = h('ul', { role: 'tree', 'aria-label': label, class: 'tree' });
  root.append(...steps.map((step, index) => row(id, step, { level: 1, index, count: steps.length }, host)));
  items(root)[0]?.setAttribute('tabindex', '0');
  root.addEventListener('keydown', (event) => {
    if (!event.altKey && !event.ctrlKey && !event.metaKey && moveBy(event.key, root)) event.preventDefault();
  });
  root.addEventListener('focusin', (event) => {
    for (const item of items(root)) item.tabIndex = item === event.target ? 0 : -1;
  });
  root.addEventListener('focusout', () => host.point(null));
  root.addEventListener('mouseleave', () => host.point(null));
  return root;
}

interface Place {
  readonly level: number;
  readonly index: number;
  readonly count: number;
}

function row(id: string, step: StepView, { level, index, count }: Place, host: TreeHost): HTMLLIElement {
  const key = `${id}/${step.key}`;
  const openAtFirst = level < OPEN_DEPTH || step.hot;
  const parent = step.children.length > 0;
  const item = h('li', {
    role: 'treeitem',
    'data-key': key,
    'aria-level': level,
    'aria-posinset': index + 1,
    'aria-setsize': count,
    'aria-expanded': parent ? String(host.isOpen(key, openAtFirst)) : null,
    'aria-labelledby': rowId(key),
    tabindex: -1,
    class: step.hot ? 'hot' : null,
  });
  item.style.setProperty('--level', String(level));
  item.append(line(key, step, parent));
  if (parent) {
    const children = step.children.map((child, at) =>
      row(id, child, { level: level + 1, index: at, count: step.children.length }, host),
    );
    item.append(h('ul', { role: 'group' }, ...children));
  }

  item.addEventListener('fold', (event) => {
    event.stopPropagation();
    host.setOpen(key, item.getAttribute('aria-expanded') === 'true', openAtFirst);
  });
  item.addEventListener('jump', (event) => {
    event.stopPropagation();
    if (step.span) host.reveal(step.span);
  });
  item.addEventListener('focus', () => host.point(step.span));
  const content = item.querySelector<HTMLElement>('.row');
  content?.addEventListener('mouseenter', () => host.point(step.span));
  content?.addEventListener('click', ({ target }) => {
    item.focus({ preventScroll: true });
    if ((target as Element).closest('.chevron')) toggle(item);
    else if (step.span) host.reveal(step.span);
    else if (parent) toggle(item);
  });
  return item;
}

/** Lists of ids are separated by spaces. */
function rowId(key: string): string {
  return `row:${key.replaceAll(/\s/gu, '_')}`;
}

function line(key: string, step: StepView, parent: boolean): HTMLElement {
  return h(
    'div',
    { class: step.span ? 'row jumps' : 'row', id: rowId(key) },
    h(
      'span',
      { class: 'line' },
      step.span && h('span', { class: 'heard' }, 'line '),
      step.span ? String(step.span.line + 1) : '',
    ),
    h(
      'span',
      { class: 'what' },
      parent && h('span', { class: 'chevron', 'aria-hidden': 'true' }),
      h('span', { class: step.span ? 'code' : 'sentence' }, step.text),
      step.share !== null && h('span', { class: 'share' }, step.share),
    ),
    h('span', { class: 'count' }, ...(step.count === '' ? [] : prose(step.count))),
    h(
      'span',
      { class: 'total' },
      step.total !== '' && math(step.total),
      step.total !== '' && h('span', { class: 'heard' }, ' in all'),
    ),
    step.reason !== '' && h('span', { class: 'reason' }, ...prose(step.reason)),
  );
}

function toggle(item: HTMLElement, open = item.getAttribute('aria-expanded') !== 'true'): void {
  if (!item.hasAttribute('aria-expanded')) return;
  item.setAttribute('aria-expanded', String(open));
  item.dispatchEvent(new Event('fold', { bubbles: false }));
}

/** Handles a key; false if it means nothing here. */
function moveBy(key: string, root: HTMLElement): boolean {
  const visible = items(root).filter((item) => !item.parentElement?.closest('[aria-expanded="false"]'));
  const current = visible.find((item) => item === document.activeElement);
  if (!current) return false;
  const at = visible.indexOf(current);
  const expanded = current.getAttribute('aria-expanded');
  switch (key) {
    case 'ArrowDown':
      return focus(visible[at + 1]);
    case 'ArrowUp':
      return focus(visible[at - 1]);
    case 'Home':
      return focus(visible[0]);
    case 'End':
      return focus(visible.at(-1));
    case 'ArrowRight':
      if (expanded === 'true') return focus(visible[at + 1]);
      toggle(current, true);
      return true;
    case 'ArrowLeft':
      if (expanded !== 'true') return focus(current.parentElement?.closest<HTMLElement>('[role=treeitem]'));
      toggle(current, false);
      return true;
    case '*':
      for (const item of current.parentElement?.children ?? []) toggle(item as HTMLElement, true);
      return true;
    case 'Enter':
    case ' ':
      current.dispatchEvent(new Event('jump'));
      return true;
    default:
      return false;
  }
}

function focus(item: HTMLElement | null | undefined): true {
  item?.focus();
  return true;
}

function items(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[role=treeitem]')];
}
