/** The settings in force for a document, live: asked from the client, or pushed by it. */
import { DEFAULT_SETTINGS, SECTION, type Settings, parseSettings } from '../shared/protocol/settings.ts';

export interface SettingsSource {
  readonly of: (uri: string) => Promise<Settings>;
  /** What `workspace/didChangeConfiguration` brought; nothing for a client that wants to be asked. */
  readonly changed: (pushed: unknown) => void;
  readonly forget: (uri: string) => void;
}

/** `ask` is null for a client that can't be asked. */
export function createSettings(
  ask: ((uri: string) => Promise<unknown>) | null,
  initial: unknown,
  warn: (message: string) => void,
): SettingsSource {
  const warned = new Set<string>();
  const asked = new Map<string, Promise<Settings>>();
  const parse = (configuration: unknown): Settings => {
    const { settings, warnings } = parseSettings(configuration);
    for (const warning of warnings) {
      if (!warned.has(warning)) warn(warning);
      warned.add(warning);
    }
    return settings;
  };
  let pushed = parse(inSection(initial));
  return {
    of: async (uri) => {
      if (!ask) return pushed;
      let settings = asked.get(uri);
      if (!settings) {
        settings = ask(uri).then(parse, (error: unknown) => {
          warn(`The client did not tell its settings, the defaults apply: ${String(error)}`);
          return DEFAULT_SETTINGS;
        });
        asked.set(uri, settings);
      }
      return settings;
    },
    changed: (configuration) => {
      asked.clear();
      if (!ask) pushed = parse(inSection(configuration));
    },
    forget: (uri) => asked.delete(uri),
  };
}

/** Some clients send all their settings, others only ours. */
function inSection(configuration: unknown): unknown {
  const section = (configuration as Readonly<Record<string, unknown>> | null | undefined)?.[SECTION];
  return section ?? configuration;
}
