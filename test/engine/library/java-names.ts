/** What Java's table is held against, after the documentation of its library. */
import type { TableNames } from './table.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const COLLECTION = words(`
  addAll clear contains containsAll equals forEach hashCode isEmpty iterator parallelStream removeAll removeIf
  retainAll size stream toArray
`);
const MAP = words(`
  clear compute computeIfAbsent computeIfPresent containsKey containsValue entrySet equals forEach get getOrDefault
  hashCode isEmpty keySet merge put putAll putIfAbsent remove replace replaceAll size values
`);
const BUILDER = words(`
  append appendCodePoint capacity charAt chars codePointAt compareTo delete deleteCharAt ensureCapacity indexOf insert
  isEmpty lastIndexOf length replace reverse setCharAt setLength subSequence substring toString
`);
const NAVIGATION = words(`
  ceilingEntry ceilingKey descendingKeySet descendingMap firstEntry firstKey floorEntry floorKey headMap higherEntry
  higherKey lastEntry lastKey lowerEntry lowerKey navigableKeySet pollFirstEntry pollLastEntry subMap tailMap
`);

const families: TableNames['families'] = {
  list: [
    ...COLLECTION,
    ...words(`
      add addFirst addLast get getFirst getLast indexOf lastIndexOf listIterator remove removeFirst removeLast
      replaceAll reversed set sort subList empty peek pop push search addElement elementAt firstElement lastElement
    `),
  ],
  deque: [
    ...COLLECTION,
    ...words(`
      add addFirst addLast descendingIterator element get getFirst getLast indexOf lastIndexOf offer offerFirst offerLast
      peek peekFirst peekLast poll pollFirst pollLast pop push remove removeFirst removeFirstOccurrence removeLast
      removeLastOccurrence set
    `),
  ],
  heap: [...COLLECTION, ...words('add comparator element offer peek poll remove')],
  set: [...COLLECTION, 'add', 'remove'],
  TreeSet: [
    ...COLLECTION,
    ...words(`
      add ceiling descendingIterator descendingSet first floor headSet higher last lower pollFirst pollLast remove subSet
      tailSet
    `),
  ],
  map: MAP,
  TreeMap: [...MAP, ...NAVIGATION],
  string: words(`
    charAt chars codePointAt compareTo compareToIgnoreCase concat contains contentEquals endsWith equals
    equalsIgnoreCase formatted getBytes getChars hashCode indexOf intern isBlank isEmpty lastIndexOf length lines matches
    regionMatches repeat replace replaceAll replaceFirst split startsWith strip stripLeading stripTrailing subSequence
    substring toCharArray toLowerCase toString toUpperCase trim
  `),
  StringBuffer: BUILDER,
  StringBuilder: BUILDER,
  StringTokenizer: words('countTokens hasMoreElements hasMoreTokens nextElement nextToken'),
  BitSet: words(`
    and andNot cardinality clear flip get isEmpty length nextClearBit nextSetBit or previousSetBit set size xor
  `),
  Scanner: words(`
    close hasNext hasNextInt hasNextLine hasNextLong next nextBigInteger nextBoolean nextDouble nextInt nextLine nextLong
  `),
  BufferedReader: words('close lines read readLine ready skip'),
  DataInputStream: words('read readByte readInt readLine readLong'),
  PrintWriter: words('append close flush format print printf println write'),
  Stream: words(`
    allMatch anyMatch asLongStream average boxed collect count distinct dropWhile filter findAny findFirst flatMap
    forEach iterator limit map mapToDouble mapToInt mapToLong mapToObj max min noneMatch peek reduce skip sorted sum
    takeWhile toArray toList
  `),
  'module:Arrays': words(`
    asList binarySearch compare copyOf copyOfRange deepEquals deepToString equals fill hashCode setAll sort stream
    toString
  `),
  'module:Collections': words(`
    addAll binarySearch emptyList emptyMap emptySet fill frequency max min nCopies reverse reverseOrder rotate shuffle
    singletonList sort swap unmodifiableList
  `),
  'module:Collectors': words(`
    counting groupingBy joining mapping partitioningBy toCollection toList toMap toSet
  `),
  'module:IntStream': words('concat empty generate iterate of range rangeClosed'),
  'module:Math': words(`
    abs acos asin atan atan2 cbrt ceil cos exp floor floorDiv floorMod hypot log log10 max min multiplyExact pow random
    round signum sin sqrt tan toDegrees toRadians
  `),
  'module:Integer': words(`
    bitCount compare highestOneBit lowestOneBit max min numberOfLeadingZeros numberOfTrailingZeros parseInt reverse
    signum sum toBinaryString toHexString toString valueOf
  `),
  'module:Character': words(`
    getNumericValue isAlphabetic isDigit isLetter isLetterOrDigit isLowerCase isUpperCase isWhitespace toLowerCase
    toString toUpperCase valueOf
  `),
  'module:String': words('format join valueOf'),
  'module:System': words('arraycopy currentTimeMillis exit lineSeparator nanoTime'),
  'module:System.out': words('flush print printf println write'),
  Semaphore: words('acquire release tryAcquire'),
  ReentrantLock: words('lock newCondition tryLock unlock'),
  CountDownLatch: words('await countDown'),
  AtomicInteger: words('addAndGet compareAndSet decrementAndGet get getAndIncrement incrementAndGet set'),
};

const COLLECTION_MUTATORS = ['add', 'addAll', 'clear', 'remove', 'removeAll', 'removeIf', 'retainAll'];
const MAP_MUTATORS = words(`
  clear compute computeIfAbsent computeIfPresent merge put putAll putIfAbsent remove replace
`);

const mutators: TableNames['mutators'] = {
  list: [
    ...COLLECTION_MUTATORS,
    ...words(`
      addElement addFirst addLast insertElementAt pop push removeAllElements removeElementAt removeFirst removeLast set
    `),
  ],
  deque: [
    ...COLLECTION_MUTATORS,
    ...words(`
      addFirst addLast offer offerFirst offerLast poll pollFirst pollLast pop push put removeFirst removeFirstOccurrence
      removeLast removeLastOccurrence set take
    `),
  ],
  heap: [...COLLECTION_MUTATORS, 'offer', 'poll'],
  set: COLLECTION_MUTATORS,
  TreeSet: [...COLLECTION_MUTATORS, 'pollFirst', 'pollLast'],
  map: MAP_MUTATORS,
  TreeMap: [...MAP_MUTATORS, 'pollFirstEntry', 'pollLastEntry'],
  StringBuilder: words('append appendCodePoint delete deleteCharAt insert replace setCharAt setLength'),
};

export const javaNames: TableNames = {
  language: 'Java',
  declared: ['HtmlParser', 'MountainArray', 'NestedInteger', 'Object'],
  abstract:
    /^(?:Abstract\w+|(?:Blocking|Sequenced|Concurrent|Navigable|Sorted)?(?:Map|Set|Queue|Collection)|CharSequence|Deque|EnumSet|Iterable|(?:List)?Iterator|List)$/,
  families,
  mutators,
};
