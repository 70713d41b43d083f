// What a unit of systemd says.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../js/support/server.js';

/** A file of ops: its text, what its section [Service] says, and the environment of that. */
export function unitOf(name) {
  const text = readFileSync(path.join(ROOT, 'ops', name), 'utf8');
  const [, section] = /^\[Service\]$([^]*?)^\[/m.exec(text);
  const lines = [...section.matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]);
  const environment = Object.fromEntries(
    lines.filter(([key]) => key === 'Environment').map(([, value]) => value.split('=', 2)),
  );
  return { text, service: Object.fromEntries(lines), environment };
}
