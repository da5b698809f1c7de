import type { Language } from '../language.ts';
import { fixJava } from './fixes.ts';
import { javaLibrary } from './library.ts';
import { lowerJava } from './lower.ts';

export const java: Language = {
  id: 'java',
  names: [],
  extensions: ['.java'],
  grammar: 'tree-sitter-java.wasm',
  lower: lowerJava,
  library: javaLibrary,
  fix: fixJava,
  commentPrefix: '//',
};
