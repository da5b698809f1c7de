/** What Python's names do, where the analysis goes by names. */
import type { TypeHints } from '../../ir/library.ts';
import type { Roles } from '../../ir/roles.ts';

export const pythonRoles: Roles = {
  size: ['len'],
  empty: ['.empty'],
  max: ['max'],
  min: ['min'],
  divmod: ['divmod'],
  truncate: ['int'],
  plain: ['len', 'min', 'max', 'abs', 'int', 'sum'],
  keeps: ['max', 'min', 'int', 'tuple', 'list', 'str', 'frozenset', 'set', 'abs'],
  elements: ['enumerate', 'sorted', 'reversed', 'list', 'tuple', 'iter'],
  push: ['.append', '.appendleft', '.add', '.push', '.heappush', '.extend', '.insert', '.put', '.update'],
  pushFirst: ['heappush', '.heappush', 'insort', '.insort', 'insort_left', '.insort_left', 'insort_right'],
  pop: ['.pop', '.popleft', '.popitem', '.remove', '.discard', '.heappop'],
  popFirst: ['heappop', '.heappop', 'heapreplace', '.heapreplace', 'heappushpop', '.heappushpop', 'next'],
  undo: ['.pop'],
  clear: ['.clear'],
  mark: ['.add', '.append', '.push', '.insert', '.setdefault', '.put'],
  unmark: ['.remove', '.discard', '.pop'],
  lookup: ['.get'],
  read: ['input', 'raw_input', '.readline', '.readlines', '.read', 'next'],
  write: ['print', '.write', '.append'],
  configure: ['.setrecursionlimit', '.stack_size', '.seed', '.set_int_max_str_digits', '.cache_clear'],
  random: ['randint', 'randrange', 'choice', 'random.*'],
};

export const pythonHints: TypeHints = {
  string: [
    'split',
    'strip',
    'lower',
    'upper',
    'isdigit',
    'isalpha',
    'isalnum',
    'startswith',
    'endswith',
    'replace',
    'find',
  ],
  list: ['append', 'sort', 'pop', 'extend', 'reverse', 'insert', 'remove'],
  map: ['items', 'keys'],
  sized: ['len', 'sum', 'sorted', 'max', 'min', 'set', 'Counter', 'enumerate', 'reversed', 'heapify', 'zip'],
};
