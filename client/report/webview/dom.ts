/** A few helpers to build the page; text always goes in as text, never as markup. */
import { type Run, proseRuns, runs, spoken } from './notation.ts';

export type Child = Node | string | null | false;
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element with attributes (null and false leave one out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** A button; by `key` it gets the focus back when its section is drawn again. */
export function button(
  key: string,
  label: Child | readonly Child[],
  action: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const labels = Array.isArray(label) ? (label as readonly Child[]) : [label as Child];
  const element = h('button', { type: 'button', 'data-key': key, ...attributes }, ...labels);
  element.addEventListener('click', action);
  return element;
}

/** A cost with raised exponents; screen readers hear it in words. */
export function math(cost: string, className = ''): HTMLElement {
  const visible = runs(cost).map(raised);
  const attributes = { class: `math ${className}`.trim() };
  if (/^[\w ,.+()-]*$/u.test(cost) && !cost.startsWith('O(')) return h('span', attributes, ...visible);
  return h(
    'span',
    attributes,
    h('span', { 'aria-hidden': 'true' }, ...visible),
    h('span', { class: 'heard' }, spoken(cost)),
  );
}

/** A sentence in which costs may stand, and code between backticks. */
export function prose(text: string): readonly Child[] {
  return text
    .split(/`([^`]+)`/u)
    .flatMap((part, index) => (index % 2 === 1 ? [h('code', {}, part)] : proseRuns(part).map(raised)));
}

function raised(run: Run): Child {
  return run.raised ? h('sup', {}, run.text) : run.text;
}
