/** A version's OpenAPI document, and a page to read it and try it. */
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { documentationFile } from '../files.ts';

/** What the page may load: itself. Swagger UI sets styles from its script, and has its icons as data. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

const SCRIPT = (address: string): string =>
  `SwaggerUIBundle({ url: ${JSON.stringify(address)}, dom_id: '#page', deepLinking: true });\n`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Big-O Lens analysis service</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="page"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/** @param prefix of the version, under which `/openapi.json` and `/docs` appear */
export function addDocumentation(app: FastifyInstance, prefix: string): void {
  const hide = { schema: { hide: true } } as const;
  const files = [
    { path: '/docs', type: 'text/html; charset=utf-8', text: () => PAGE },
    {
      path: '/docs/start.js',
      type: 'text/javascript; charset=utf-8',
      text: () => SCRIPT(`${prefix}/openapi.json`),
    },
    {
      path: '/docs/swagger-ui.css',
      type: 'text/css; charset=utf-8',
      text: () => readFileSync(documentationFile('swagger-ui.css'), 'utf8'),
    },
    {
      path: '/docs/swagger-ui-bundle.js',
      type: 'text/javascript; charset=utf-8',
      text: () => readFileSync(documentationFile('swagger-ui-bundle.js'), 'utf8'),
    },
  ];
  app.get('/openapi.json', hide, () => app.swagger());
  for (const { path, type, text } of files) {
    // Read when somebody asks first: most processes never show the page.
    let read: string | undefined;
    app.get(path, hide, (_request, reply) =>
      reply
        .type(type)
        .header('content-security-policy', POLICY)
        .send((read ??= text())),
    );
  }
}
