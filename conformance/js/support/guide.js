// The programs of docs/clients.md, as files that can import what is installed here.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './server.js';

const FOLDER = path.join(ROOT, 'conformance/js/target/guide');

const guide = readFileSync(path.join(ROOT, 'docs/clients.md'), 'utf8');
const blocks = (language) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code).join('\n');

/** Writes chat.js, hooks.tsx and the types that they import; returns their folder. */
export function writeGuide() {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of [
    ['chat.js', blocks('js')],
    ['hooks.tsx', blocks('tsx')],
    ['ceres-events.d.ts', readFileSync(path.join(ROOT, 'docs/ceres-events.d.ts'), 'utf8')],
  ]) {
    writeFileSync(path.join(FOLDER, name), text);
  }
  return FOLDER;
}
