/** Declarations and tools that cost nothing: `typing`, `abc`, `dataclasses`, `enum`, `types`, and small helpers. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, copy, element, int, make, on, same, text, tuple } from '../../shared/rows.ts';

const typing = on('module:typing');
const abc = on('module:abc');
const dataclasses = on('module:dataclasses');
const enums = on('module:enum');
const types = on('module:types');
const numpy = on('module:numpy');

const DECLARATIONS: readonly LibraryRow[] = [
  typing('Generic', '1', 'unknown'),
  typing('NamedTuple', '1', 'unknown'),
  typing('NewType', '1', same('b')),
  typing('TypeVar', '1', 'unknown'),
  typing('TypedDict', '1', 'unknown'),
  typing('cast', '1', same('b'), args(2)),
  typing('overload', '1', same('a')),
  abc('ABCMeta', '1', 'unknown'),
  abc('abstractmethod', '1', same('a')),
  dataclasses('asdict', 'a', 'unknown'),
  dataclasses('dataclass', '1', same('a')),
  dataclasses('field', '1', 'unknown'),
  dataclasses('replace', '1', copy('a')),
  enums('Enum', '1', 'unknown'),
  enums('auto', '1', int('1')),
  types('GeneratorType', '1', 'unknown'),
  types('SimpleNamespace', '1', 'unknown'),
];

const TOOLS: readonly LibraryRow[] = [
  on('module:atexit')('register', '1', same('a')),
  on('module:gc')('collect', '1', int('1')),
  on('module:gc')('disable', '1'),
  on('module:gc')('enable', '1'),
  on('module:getpass')('getuser', '1', text('1')),
  on('module:pprint')('pprint', 'a'),
  on('module:timeit')('default_timer', '1', 'float'),
  on('module:traceback')('print_exc', '1'),
  on('module:warnings')('filterwarnings', '1'),
  on('module:warnings')('simplefilter', '1'),
];

/** Of an array, the size of its first dimension. */
const NUMPY: readonly LibraryRow[] = [
  numpy('arange', 'a.value', make('array', 'a.value', int('a.value')), args(1)),
  numpy('arange', 'b.value', make('array', 'b.value', int('b.value')), args(2, 3)),
  numpy('array', 'a + a.total', copy('a', 'array')),
  numpy('cumsum', 'a', copy('a', 'array')),
  numpy('dot', 'a b', 'unknown'),
  numpy('full', 'a.value', make('array', 'a.value', same('b'))),
  numpy('max', 'a', element('a')),
  numpy('min', 'a', element('a')),
  numpy('ones', 'a.value', make('array', 'a.value', int('1'))),
  numpy('sort', 'a log a', copy('a', 'array')),
  numpy('sum', 'a', int('a a.elem')),
  numpy('unique', 'a log a', copy('a', 'array')),
  numpy('where', 'a', make('array', 'a', int('a'))),
  numpy('zeros', 'a.value', make('array', 'a.value', int('1'))),
  on('module:scipy.optimize')(
    'linear_sum_assignment',
    'a^3',
    tuple(make('array', 'a', int('a')), make('array', 'a', int('a'))),
    { note: 'the Hungarian method' },
  ),
];

export const declarations: readonly LibraryRow[] = [...DECLARATIONS, ...TOOLS, ...NUMPY];
