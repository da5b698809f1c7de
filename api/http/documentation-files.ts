/** Where the files of the documentation page are: beside the bundle, or in the package when the sources run. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In dist/, where the build puts them. */
export const DOCUMENTATION_FOLDER = 'service-docs';
export const DOCUMENTATION_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

export function documentationFile(name: (typeof DOCUMENTATION_FILES)[number]): string {
  const built = join(fileURLToPath(new URL('.', import.meta.url)), DOCUMENTATION_FOLDER, name);
  return existsSync(built) ? built : createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
}
