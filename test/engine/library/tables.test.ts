/** The library tables of all languages. */
import { javaLibrary } from '../../../shared/engine/languages/java/library.ts';
import { pythonLibrary } from '../../../shared/engine/languages/python/library.ts';
import { javaNames } from './java-names.ts';
import { pythonNames } from './python-names.ts';
import { checkTable } from './table.ts';

checkTable(javaLibrary, javaNames);
checkTable(pythonLibrary, pythonNames);
