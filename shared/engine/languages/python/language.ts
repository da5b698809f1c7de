import type { Language } from '../language.ts';
import { fixPython } from './fixes.ts';
import { pythonLibrary } from './library.ts';
import { lowerPython } from './lower.ts';

export const python: Language = {
  id: 'python',
  names: ['py', 'python3', 'python2'],
  extensions: ['.py', '.pyi', '.pyw'],
  grammar: 'tree-sitter-python.wasm',
  lower: lowerPython,
  library: pythonLibrary,
  fix: fixPython,
  commentPrefix: '#',
};
