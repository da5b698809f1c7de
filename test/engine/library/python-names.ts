/** What Python's table is held against, after the documentation of its library. */
import type { TableNames } from './table.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const families: TableNames['families'] = {
  '': words(`
    abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex
    delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals
    hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min
    next object oct open ord pow print property quit range repr reversed round set setattr slice sorted
    staticmethod str sum super tuple type vars zip
  `),
  list: words(`
    append clear copy count extend index insert pop remove reverse sort
  `),
  set: words(`
    add clear copy difference difference_update discard intersection intersection_update isdisjoint
    issubset issuperset pop remove symmetric_difference symmetric_difference_update union update
  `),
  map: words(`
    clear copy elements get items keys most_common move_to_end pop popitem setdefault subtract total
    update values
  `),
  string: words(`
    capitalize casefold center count encode endswith expandtabs find format format_map index isalnum
    isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper
    join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition
    rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill
  `),
  deque: words(`
    append appendleft clear copy count extend extendleft index insert pop popleft remove reverse rotate
  `),
  'module:bisect': words(`
    bisect bisect_left bisect_right insort insort_left insort_right
  `),
  'module:heapq': words(`
    heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest
  `),
  'module:itertools': words(`
    accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile
    filterfalse groupby ifilter ifilterfalse imap islice izip izip_longest pairwise permutations product
    repeat starmap takewhile tee zip_longest
  `),
  'module:collections': words(`
    ChainMap Counter OrderedDict defaultdict deque namedtuple
  `),
  'module:functools': words(`
    cache cached_property cmp_to_key lru_cache partial partialmethod reduce singledispatch
    singledispatchmethod total_ordering update_wrapper wraps
  `),
  'module:math': words(`
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist erf erfc exp
    exp2 expm1 fabs factorial floor fma fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan
    isqrt lcm ldexp lgamma log log10 log1p log2 modf nextafter perm pow prod radians remainder sin sinh
    sqrt sumprod tan tanh trunc ulp
  `),
  'module:sortedcontainers': words(`
    SortedDict SortedKeyList SortedList SortedSet
  `),
  SortedList: words(`
    add bisect bisect_left bisect_right clear copy count discard index irange islice pop remove update
  `),
  SortedDict: words(`
    bisect_left bisect_right clear copy get index irange items keys peekitem pop popitem setdefault
    update values
  `),
  SortedSet: words(`
    add bisect_left bisect_right clear copy discard index irange islice pop remove update
  `),
  PriorityQueue: words(`
    empty full get get_nowait put put_nowait qsize
  `),
  Queue: words(`
    empty full get get_nowait put put_nowait qsize
  `),
};

const mutators: TableNames['mutators'] = {
  list: words(`
    __delitem__ __setitem__ append clear extend insert pop remove
  `),
  array: words(`
    append clear extend fromlist insert pop remove
  `),
  map: words(`
    __delitem__ __setitem__ clear pop popitem setdefault subtract update
  `),
  set: words(`
    add clear difference_update discard intersection_update pop remove symmetric_difference_update
    update
  `),
  deque: words(`
    __delitem__ append appendleft clear extend extendleft insert pop popleft remove
  `),
  SortedList: words(`
    __delitem__ add clear discard pop remove update
  `),
  SortedSet: words(`
    __delitem__ add clear discard pop remove update
  `),
  SortedDict: words(`
    __delitem__ __setitem__ clear pop popitem setdefault update
  `),
  PriorityQueue: words(`
    get get_nowait put put_nowait
  `),
  Queue: words(`
    get get_nowait put put_nowait
  `),
  'module:heapq': words(`
    _heappop_max _heapreplace_max heappop heappop_max heappush heappush_max heappushpop heappushpop_max
    heapreplace heapreplace_max
  `),
  'module:bisect': words(`
    insort insort_left insort_right
  `),
};

export const pythonNames: TableNames = {
  language: 'Python',
  declared: ['HtmlParser', 'MountainArray', 'NestedInteger'],
  abstract: /^(?:[A-Z][a-z]+(?:[A-Z]\w+)?|DefaultDict)$/,
  families,
  mutators,
};
