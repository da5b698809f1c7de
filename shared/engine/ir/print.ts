/** The IR as text, for tests and for `--debug ir`: near to the source, but every normal form is visible. */
import type { ClassNode, Clause, Expr, FunctionNode, Param, Program, Stmt, Type } from './ir.ts';
import { assertNever } from './never.ts';

/** One statement a line, blocks indented; imports first, notes last. */
export function printProgram(program: Program): string {
  const lines: string[] = program.imports.map(
    ({ local, module, member }) => `import ${module}${member === null ? '' : `.${member}`} as ${local}`,
  );
  printBlock(program.body, 0, lines);
  for (const { kind, message, span } of program.notes) {
    lines.push(`note ${kind} ${span.line + 1}:${span.column + 1}: ${message}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

export function printStmts(stmts: readonly Stmt[]): string {
  const lines: string[] = [];
  printBlock(stmts, 0, lines);
  return lines.join('\n');
}

function printBlock(stmts: readonly Stmt[], depth: number, lines: string[]): void {
  for (const stmt of stmts) printStmt(stmt, depth, lines);
}

function printStmt(stmt: Stmt, depth: number, lines: string[]): void {
  const put = (text: string): unknown => lines.push('  '.repeat(depth) + text);
  const block = (title: string, body: readonly Stmt[]): void => {
    put(title);
    printBlock(body, depth + 1, lines);
  };
  const optional = (title: string, body: readonly Stmt[]): void => {
    if (body.length > 0) block(title, body);
  };
  switch (stmt.kind) {
    case 'assign': {
      const declared = stmt.declared === null ? '' : `: ${printType(stmt.declared)}`;
      put(
        `${stmt.targets.map(printExpr).join(' = ')}${declared} ${stmt.op ?? ''}= ${stmt.whole === undefined ? '' : 'new '}${printExpr(stmt.value)}`,
      );
      return;
    }
    case 'expr':
      put(printExpr(stmt.expr));
      return;
    case 'if':
      block(`if ${printExpr(stmt.test)}`, stmt.then);
      return optional('else', stmt.otherwise);
    case 'forEach':
      block(`for ${printExpr(stmt.target)} in ${printExpr(stmt.iterable)}`, stmt.body);
      return optional('otherwise', stmt.otherwise);
    case 'while':
      block(`${stmt.postTest ? 'do while' : 'while'} ${printExpr(stmt.test)}`, stmt.body);
      optional('update', stmt.update);
      return optional('otherwise', stmt.otherwise);
    case 'return':
    case 'throw':
      put(stmt.value === null ? stmt.kind : `${stmt.kind} ${printExpr(stmt.value)}`);
      return;
    case 'break':
    case 'continue':
      put(stmt.kind);
      return;
    case 'try':
      block('try', stmt.body);
      for (const handler of stmt.handlers) block('catch', handler);
      return optional('finally', stmt.finalizer);
    case 'delete':
      put(`delete ${printExpr(stmt.target)}`);
      return;
    case 'function':
      printFunction(stmt.func, depth, lines);
      return;
    case 'class':
      printClass(stmt.cls, depth, lines);
      return;
    case 'unsupported':
      put(printExpr(stmt));
      return;
    default:
      assertNever(stmt);
  }
}

/** `method Solution.f(self; nums: list<int>) -> int [memoised; locals nums i]`. */
function printFunction(func: FunctionNode, depth: number, lines: string[]): void {
  lines.push('  '.repeat(depth) + printSignature(func));
  printBlock(func.body, depth + 1, lines);
}

function printSignature(func: FunctionNode): string {
  const params = func.params.map(printParam).join(', ');
  const name = func.owner === null ? `def ${func.name}` : `method ${func.owner}.${func.name}`;
  const receiver = func.receiver === null ? '' : `${func.receiver}; `;
  const returns = func.returns.kind === 'unknown' ? '' : ` -> ${printType(func.returns)}`;
  const marks = [
    ...(func.isPublic ? [] : ['private']),
    ...(func.memoised ? ['memoised'] : []),
    ...(func.generator ? ['generator'] : []),
    ['locals', ...func.locals].join(' '),
  ];
  return `${name}(${receiver}${params})${returns} [${marks.join(', ')}]`;
}

function printParam(param: Param): string {
  const star = { plain: '', variadic: '*', keywords: '**' }[param.role];
  const type = param.type.kind === 'unknown' ? '' : `: ${printType(param.type)}`;
  const value = param.defaultValue === null ? '' : ` = ${printExpr(param.defaultValue)}`;
  return star + param.name + type + value;
}

function printClass(cls: ClassNode, depth: number, lines: string[]): void {
  const bases = cls.bases.length === 0 ? '' : `(${cls.bases.join(', ')})`;
  lines.push(`${'  '.repeat(depth)}class ${cls.name}${bases}`);
  printBlock(cls.fields, depth + 1, lines);
  for (const method of cls.methods) printFunction(method, depth + 1, lines);
  for (const inner of cls.classes) printClass(inner, depth + 1, lines);
}

/** An expression on one line; every operation but a call and an access is in parentheses. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'number':
      return expr.float && Number.isInteger(expr.value) ? `${expr.value}.0` : String(expr.value);
    case 'string':
      return JSON.stringify(expr.value);
    case 'constant':
      return expr.value === null ? 'null' : String(expr.value);
    case 'template':
      return `template(${printList(expr.parts)})`;
    case 'unary':
      return expr.op === 'not'
        ? `(not ${printExpr(expr.operand)})`
        : `(${expr.op}${printExpr(expr.operand)})`;
    case 'binary':
    case 'compare':
    case 'logical':
      return `(${printExpr(expr.left)} ${expr.op} ${printExpr(expr.right)})`;
    case 'conditional':
      return `(${printExpr(expr.test)} ? ${printExpr(expr.then)} : ${printExpr(expr.otherwise)})`;
    case 'call': {
      const args = expr.args.map(
        ({ name, spread, value }) =>
          (name === null ? '' : `${name}=`) + (spread ? '*' : '') + printExpr(value),
      );
      return `${expr.style === 'new' ? 'new ' : ''}${printExpr(expr.callee)}(${args.join(', ')})`;
    }
    case 'index':
      return `${printExpr(expr.object)}[${printExpr(expr.index)}]`;
    case 'slice':
      return `${printExpr(expr.object)}[${[expr.start, expr.end, expr.step].map(printOptional).join(':')}]`;
    case 'field':
      return `${printExpr(expr.object)}.${expr.name}`;
    case 'range': {
      const parts = [expr.start, expr.end, expr.step].map(printOptional);
      return `range${expr.inclusive ? 'Inclusive' : ''}(${parts.join(':')})`;
    }
    case 'collection':
      return `${expr.shape}[${printList(expr.elements)}]`;
    case 'map':
      return `map[${expr.entries.map(({ key, value }) => `${key === null ? '*' : `${printExpr(key)}: `}${printExpr(value)}`).join(', ')}]`;
    case 'spread':
      return `*${printExpr(expr.value)}`;
    case 'comprehension': {
      const key = expr.key === null ? '' : `${printExpr(expr.key)}: `;
      return `${expr.shape}[${key}${printExpr(expr.element)}${expr.clauses.map(printClause).join('')}]`;
    }
    case 'lambda':
      return printLambda(expr.func);
    case 'assignExpr':
      return `(${printExpr(expr.target)} :${expr.op ?? ''}= ${printExpr(expr.value)}${expr.result === 'old' ? ', old' : ''})`;
    case 'yield':
      return `(yield${expr.each ? ' each' : ''}${expr.value === null ? '' : ` ${printExpr(expr.value)}`})`;
    case 'unsupported':
      return `unsupported(${[JSON.stringify(expr.reason), ...expr.parts.map(printExpr)].join(', ')})`;
    default:
      return assertNever(expr);
  }
}

function printList(exprs: readonly Expr[]): string {
  return exprs.map(printExpr).join(', ');
}

function printOptional(expr: Expr | null): string {
  return expr === null ? '' : printExpr(expr);
}

function printClause(clause: Clause): string {
  if (clause.kind === 'if') return ` if ${printExpr(clause.test)}`;
  return ` for ${printExpr(clause.target)} in ${printExpr(clause.iterable)}`;
}

function printLambda(func: FunctionNode): string {
  const params = func.params.map(printParam).join(', ');
  const body = printStmts(func.body).replaceAll(/\n\s*/g, '; ');
  return `(${func.memoised ? 'memoised ' : ''}lambda(${params}) { ${body} })`;
}

/** `list<int>`, `map<string, list<int>>`, `tree`. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'array':
    case 'set':
    case 'deque':
    case 'heap':
    case 'iterator':
      return `${type.kind}<${printType(type.element)}>`;
    case 'map':
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
    case 'tuple':
      return `tuple<${type.elements.map(printType).join(', ')}>`;
    case 'object':
      return type.name;
    case 'unknown':
      return '?';
    default:
      return type.kind;
  }
}
