/** The part of the report that the remote service brings: earlier analyses of the same problem. */
import { type Child, h, math } from './dom.ts';
import type { HistoryRow, ReportView, ServiceView } from './messages.ts';

/** Nothing for who is not signed in. */
export function history({ service }: ReportView): readonly Child[] {
  if (service === null) return [];
  return [
    h('h2', {}, 'Your history of this problem', h('span', { class: 'columns' }, service.host)),
    service.failure !== null && note(`${service.failure} This machine’s own analysis stands.`),
    ...entries(service),
  ];
}

function entries({ history: rows, failure, historyFailure }: ServiceView): readonly Child[] {
  if (rows === null) {
    // The reason is the same, and has been given.
    return historyFailure !== null && historyFailure === failure ? [] : [note(historyFailure ?? 'Asking…')];
  }
  if (rows.length === 0)
    return [note('None yet: it begins with the next solution that you save or analyse.')];
  const heads = ['When', 'Language', 'Time', 'Space', 'Findings', 'Techniques'];
  return [
    h(
      'table',
      { class: 'history' },
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, ...rows.map(row)),
    ),
  ];
}

function row({ createdAt, language, time, space, findings, techniques }: HistoryRow): HTMLElement {
  return h(
    'tr',
    {},
    h('td', {}, h('time', { datetime: createdAt, title: createdAt }, whenText(createdAt))),
    h('td', {}, language),
    h('td', {}, math(time)),
    h('td', {}, math(space)),
    h('td', {}, String(findings)),
    h('td', { class: 'techniques' }, techniques.join(', ')),
  );
}

/** In the reader's own zone and customs: "Jan 31, 2026, 1:00 PM". */
function whenText(createdAt: string): string {
  return new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function note(text: string): HTMLElement {
  return h('p', { class: 'hint' }, text);
}
