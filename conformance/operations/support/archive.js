// The archive that ./package makes, unpacked where nothing else is.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../js/support/server.js';
import { folder } from './files.js';
import { Program } from './program.js';

const PACKAGE_PATIENCE_MS = 400_000;

/** All that the start script, and the database if it is started by root, need in the PATH. */
const TOOLS = ['dirname', 'readlink', 'true', 'unshare'];

/** Makes the archive; returns its path. */
export async function makeArchive() {
  const { stdout } = await promisify(execFile)(path.join(ROOT, 'package'), [], { timeout: PACKAGE_PATIENCE_MS });
  return stdout.trim();
}

/** A folder with the archive unpacked in it. */
export class Installation {
  /** Unpacks an archive in an empty folder. */
  static unpack(archive) {
    const place = folder();
    execFileSync('tar', ['-xzf', archive, '-C', place]);
    const names = readdirSync(place);
    assert.deepEqual(names, [path.basename(archive, '.tar.gz')]);
    return new Installation(path.join(place, names[0]));
  }

  constructor(home) {
    this.home = home;
  }

  file(...names) {
    return path.join(this.home, ...names);
  }

  /** Starts bin/ceres, by another path if there is one, with nothing in the environment but what is said. */
  start({ settings = {}, command = [this.file('bin', 'ceres')], args = [], cwd = '/' } = {}) {
    const env = { PATH: tools(), HOST: '127.0.0.1', PORT: '0', ...settings };
    return new Program(command[0], [...command.slice(1), ...args], { env, cwd });
  }

  /** Runs bin/ceres to its end; returns {code, stdout, stderr}. */
  async run(args, settings = {}) {
    const env = { PATH: tools(), ...settings };
    try {
      const { stdout, stderr } = await promisify(execFile)(this.file('bin', 'ceres'), args, { env, cwd: '/' });
      return { code: 0, stdout, stderr };
    } catch ({ code, stdout, stderr }) {
      return { code, stdout, stderr };
    }
  }
}

let toolsFolder;

/** A folder with a few tools and nothing else, so that there is no Java in the PATH. */
function tools() {
  if (toolsFolder === undefined) {
    toolsFolder = path.join(folder(), 'tools');
    mkdirSync(toolsFolder);
    for (const tool of TOOLS) {
      symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), path.join(toolsFolder, tool));
    }
  }
  return toolsFolder;
}
