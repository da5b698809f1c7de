/** Checks what the types of the IR cannot say. Tests run it after every lowering, whatever the source language. */
import type { ClassNode, Expr, FunctionNode, Program, Span, Stmt } from './ir.ts';
import { type Code, eachChildExpr, eachChildStmt } from './walk.ts';

/** What is wrong with a program, one sentence each; empty if nothing is. */
export function validateProgram(program: Program): string[] {
  const problems: string[] = [];
  const report = (what: string, span: Span): unknown => problems.push(`${what} at ${where(span)}`);
  checkSpan(program.span, program.span, 'program', report);
  for (const note of program.notes) checkSpan(note.span, program.span, 'note', report);
  for (const binding of program.imports) {
    if (binding.local === '') report(`import of ${binding.module} without a local name`, program.span);
  }
  for (const stmt of program.body) checkCode(stmt, program.span, report);
  return problems;
}

type Report = (what: string, span: Span) => void;

function where(span: Span): string {
  return `${span.line + 1}:${span.column + 1} [${span.start}, ${span.end})`;
}

function checkSpan(span: Span, parent: Span, what: string, report: Report): void {
  const { start, end, line, column, endLine, endColumn } = span;
  if ([start, end, line, column, endLine, endColumn].some((value) => !Number.isInteger(value) || value < 0)) {
    report(`${what}: span without a place`, span);
  }
  if (start > end || line > endLine || (line === endLine && endColumn - column !== end - start)) {
    report(`${what}: span that contradicts itself`, span);
  }
  if (start < parent.start || end > parent.end) report(`${what}: outside its parent ${where(parent)}`, span);
}

function checkCode(node: Code, parent: Span, report: Report): void {
  checkSpan(node.span, parent, node.kind, report);
  checkKind(node, report);
  if (node.kind === 'function' || node.kind === 'lambda') checkFunction(node.func, node.span, report);
  else if (node.kind === 'class') checkClass(node.cls, node.span, report);
  eachChildExpr(node, (expr) => checkCode(expr, node.span, report));
  eachChildStmt(node, (stmt) => checkCode(stmt, node.span, report));
}

/** What holds for one kind of node only. */
function checkKind(node: Code, report: Report): void {
  switch (node.kind) {
    case 'name':
      return checkName(node.name, node.span, report);
    case 'field':
      checkName(node.name, node.span, report);
      return checkSpan(node.nameSpan, node.span, 'name of a field', report);
    case 'number':
      if (node.value < 0 || node.value === Infinity) report('number out of range', node.span);
      return;
    case 'comprehension':
      if (node.clauses[0]?.kind !== 'for') report('comprehension that does not begin with a loop', node.span);
      if ((node.key === null) === (node.shape === 'map'))
        report(`key in a ${node.shape} comprehension`, node.span);
      for (const clause of node.clauses) {
        checkSpan(clause.span, node.span, 'clause', report);
        if (clause.kind === 'for') checkTarget(clause.target, report);
      }
      return;
    case 'assignExpr':
      return checkTarget(node.target, report);
    case 'assign':
      if (node.targets.length === 0) report('assignment without a target', node.span);
      if (node.op !== null && node.targets.length !== 1) report('several targets updated at once', node.span);
      for (const target of node.targets) checkTarget(target, report);
      return;
    case 'forEach':
      checkTarget(node.target, report);
      return checkSpan(node.headerSpan, node.span, 'header of a loop', report);
    case 'while':
      return checkSpan(node.headerSpan, node.span, 'header of a loop', report);
    default:
      return;
  }
}

function checkName(name: string, span: Span, report: Report): void {
  if (name === '') report('name without letters', span);
}

function checkTarget(target: Expr, report: Report): void {
  switch (target.kind) {
    case 'name':
    case 'index':
    case 'slice':
    case 'field':
    case 'unsupported':
      return;
    case 'spread':
      return checkTarget(target.value, report);
    case 'collection':
      for (const element of target.elements) checkTarget(element, report);
      return;
    default:
      report(`assignment to ${target.kind}`, target.span);
  }
}

function checkFunction(func: FunctionNode, parent: Span, report: Report): void {
  const { span, name, params, receiver } = func;
  checkSpan(span, parent, `function ${name}`, report);
  checkSpan(func.headerSpan, span, `header of ${name}`, report);
  if (func.nameSpan !== null) checkSpan(func.nameSpan, span, `name of ${name}`, report);
  if (new Set(func.locals).size !== func.locals.length) report(`local of ${name} listed twice`, span);
  for (const bound of receiver === null ? params : [...params, { name: receiver }]) {
    if (!func.locals.includes(bound.name)) report(`parameter ${bound.name} of ${name} is no local`, span);
  }
  for (const param of params) {
    checkSpan(param.span, span, `parameter ${param.name}`, report);
    if (param.defaultValue !== null) checkCode(param.defaultValue, param.span, report);
  }
  for (const stmt of func.body) checkCode(stmt, span, report);
}

function checkClass(cls: ClassNode, parent: Span, report: Report): void {
  checkSpan(cls.span, parent, `class ${cls.name}`, report);
  checkSpan(cls.nameSpan, cls.span, `name of ${cls.name}`, report);
  for (const stmt of cls.fields) {
    checkCode(stmt, cls.span, report);
    if (isDefinition(stmt)) report(`definition among the fields of ${cls.name}`, stmt.span);
  }
  for (const method of cls.methods) {
    if (method.owner !== cls.name) report(`method ${method.name} without its owner`, method.span);
    checkFunction(method, cls.span, report);
  }
  for (const inner of cls.classes) checkClass(inner, cls.span, report);
}

function isDefinition(stmt: Stmt): boolean {
  return stmt.kind === 'function' || stmt.kind === 'class';
}
