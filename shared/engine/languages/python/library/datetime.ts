/** The modules `datetime`, `time`, `calendar`. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { int, make, on, text, tuple } from '../../shared/rows.ts';

const mod = on('module:datetime');
const klass = on('module:datetime.datetime');
const day = on('module:datetime.date');
const date = on('datetime');
const time = on('module:time');
const calendar = on('module:calendar');

const moment: Shape = make('tuple', '1', 'int', { class: 'datetime' });

export const datetime: readonly LibraryRow[] = [
  mod('date', '1', moment),
  mod('datetime', '1', moment),
  mod('time', '1', moment),
  mod('timedelta', '1', moment),
  day('fromisoformat', '1', moment),
  day('fromordinal', '1', moment),
  day('today', '1', moment),
  klass('fromisoformat', '1', moment),
  klass('fromtimestamp', '1', moment),
  klass('now', '1', moment),
  klass('strptime', '1', moment),
  klass('today', '1', moment),
  klass('utcnow', '1', moment),
  date('date', '1', moment),
  date('isoformat', '1', text('1')),
  date('isoweekday', '1', int('1')),
  date('replace', '1', moment),
  date('strftime', '1', text('1')),
  date('time', '1', moment),
  date('timestamp', '1', 'float'),
  date('timetuple', '1', moment),
  date('toordinal', '1', 'int'),
  date('total_seconds', '1', 'float'),
  date('weekday', '1', int('1')),
  time('asctime', '1', text('1')),
  time('clock', '1', 'float'),
  time('ctime', '1', text('1')),
  time('localtime', '1', 'unknown'),
  time('monotonic', '1', 'float'),
  time('perf_counter', '1', 'float'),
  time('perf_counter_ns', '1', 'int'),
  time('process_time', '1', 'float'),
  time('sleep', '1'),
  time('strftime', '1', text('1')),
  time('time', '1', 'float'),
  time('time_ns', '1', 'int'),
  calendar('isleap', '1', 'bool'),
  calendar('monthrange', '1', tuple(int('1'), int('1'))),
  calendar('weekday', '1', int('1')),
];
