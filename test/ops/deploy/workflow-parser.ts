/** GitHub's own parser of workflows. */
import { registerHooks } from 'node:module';

// The package is made for bundlers: it imports JSON without saying so, which Node refuses.
const hooks = registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const parser = await import('@actions/workflow-parser');
const { ErrorPolicy } = await import('@actions/workflow-parser/model/convert');
hooks.deregister();

/** What GitHub would say of a workflow; empty if it takes it. */
export async function workflowErrors(name: string, content: string): Promise<string[]> {
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  if (value !== undefined) {
    const options = { errorPolicy: ErrorPolicy.TryConversion };
    await parser.convertWorkflowTemplate(context, value, undefined, options);
  }
  return context.errors.getErrors().map(({ message }) => message);
}
