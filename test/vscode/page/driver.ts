/** VS Code as a person uses it: keys, pointer, and what is to be seen. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import {
  RESULTS,
  ROOT,
  type Workbench,
  type WorkbenchOptions,
  openWorkbench,
} from '../../../scripts/vscode/workbench.ts';

export interface Driver extends Workbench {
  /** Opens a file of the folder from the explorer. */
  readonly openFile: (name: string) => Promise<void>;
  /** Runs a command from the palette. */
  readonly command: (title: string) => Promise<void>;
  /** Puts the cursor on a line, which starts at 1. */
  readonly goToLine: (line: number) => Promise<void>;
  /** The text of the lenses that are to be seen. */
  readonly lenses: () => Promise<string[]>;
  /** The page of the report, once it shows a heading. */
  readonly report: (heading: string) => Promise<Frame>;
  readonly screenshot: (name: string) => Promise<void>;
  /** For `afterEach`: a picture of what a failed test saw. */
  readonly pictureOfFailure: (test: Mocha.Test | undefined) => Promise<void>;
}

const PATIENCE_MS = 20_000;
const LISTING_MS = 2_000;

const SETTINGS = {
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'breadcrumbs.enabled': false,
  // In a browser VS Code saves by itself, and what is saved can't be reverted.
  'files.autoSave': 'off',
};

/** Starts VS Code on a copy of examples/. */
export async function drive(options: Partial<WorkbenchOptions> = {}): Promise<Driver> {
  const workbench = await openWorkbench({
    extension: { kind: 'checkout' },
    folder: join(ROOT, 'examples'),
    ...options,
    settings: { ...SETTINGS, ...options.settings },
  });
  const { page } = workbench;
  page.setDefaultTimeout(PATIENCE_MS);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  return {
    ...workbench,
    openFile: (name) => openFile(page, name),
    command: (title) => command(page, title),
    goToLine: async (line) => {
      await page.keyboard.press('Control+g');
      await quickInput(page).fill(`:${line}`);
      await page.keyboard.press('Enter');
    },
    lenses: () =>
      page
        .locator('.codelens-decoration')
        .allInnerTexts()
        .then((all) => all.map(plainSpaces)),
    report: (heading) => report(page, heading),
    screenshot: (name) => screenshot(page, name),
    pictureOfFailure: async (test) => {
      if (test?.state === 'failed') await screenshot(page, `failed ${test.title}`);
    },
  };
}

async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  await page.screenshot({ path: join(RESULTS, `${name.replaceAll(/[^\w-]+/g, '-')}.png`) });
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.editor-instance .view-lines .view-line').first().waitFor();
}

async function command(page: Page, title: string): Promise<void> {
  const found = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
  await eventually(`the command ${title}`, async () => {
    await page.keyboard.press('F1');
    // The palette lists what there was when it opened: right after the start not yet everything. It closes where the
    // window takes the focus back, as after a change of trust.
    const listed = await quickInput(page)
      .fill(`>${title}`, { timeout: LISTING_MS })
      .then(async () => found.waitFor({ timeout: LISTING_MS }))
      .then(
        () => true,
        () => false,
      );
    await page.keyboard.press(listed ? 'Enter' : 'Escape');
    return listed;
  });
}

function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget input[type=text]');
}

/** A web view is a frame in a frame; the report is the inner one whose heading is right. */
async function report(page: Page, heading: string): Promise<Frame> {
  return eventually(`a report on ${heading}`, async () => {
    for (const frame of page.frames()) {
      const found = await frame
        .locator('main h1', { hasText: heading })
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    return undefined;
  });
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    assert.ok(Date.now() < deadline, `there was never ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The editor shows spaces that do not break. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
