// What the Dockerfile of ops says, and a root file system made by it. There is no Docker here: the programs of the base
// image are those of this machine, without its Java.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../js/support/server.js';
import { Program } from './program.js';

/** Of the system's settings, those that programs which add users and look for them read. */
const SYSTEM = ['passwd', 'group', 'shadow', 'gshadow', 'login.defs', 'nsswitch.conf', 'ld.so.cache', 'alternatives'];

const MOUNTS = `
  mount --rbind /usr "$0/usr" && mount --rbind /dev "$0/dev" && mount --rbind /proc "$0/proc" || exit 125
  [ ! -d /usr/lib/jvm ] || mount -t tmpfs none "$0/usr/lib/jvm" || exit 125
  exec "$@"`;

export class Image {
  #steps;
  #ceres;
  #root;

  /** By the archive that was unpacked. */
  constructor(ceres) {
    this.#ceres = ceres;
    const text = readFileSync(ceres.file('ops', 'Dockerfile'), 'utf8');
    assert.equal(text, readFileSync(path.join(ROOT, 'ops', 'Dockerfile'), 'utf8'));
    this.#steps = text
      .replaceAll(/^#.*\n/gm, '')
      .replaceAll(/\\\n\s*/g, '')
      .trim()
      .split(/\n+/)
      .map((line) => /^([A-Z]+) (.*)$/.exec(line).slice(1));
  }

  #all(keyword) {
    return this.#steps.filter(([each]) => each === keyword).map(([, rest]) => rest);
  }

  /** What the last step of a kind says. */
  last(keyword) {
    return this.#all(keyword).at(-1);
  }

  /** What is copied, one by one: [from the archive, to the image]. */
  get copies() {
    return this.#all('COPY').flatMap((rest) => {
      const places = rest.split(' ');
      const to = places.pop();
      return places.map((from) => [from, to.endsWith('/') ? path.join(to, from) : to]);
    });
  }

  /** The variables that it sets. */
  get environment() {
    return Object.fromEntries(this.#all('ENV').map((rest) => rest.split('=', 2)));
  }

  /** Carries out RUN and COPY, in a folder that becomes the root. */
  build(place) {
    this.#root = place;
    for (const name of ['usr', 'etc', 'opt', 'dev', 'proc', 'run', 'var']) {
      mkdirSync(path.join(place, name));
    }
    execFileSync('install', ['--directory', '--mode=1777', path.join(place, 'tmp')]);
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
      symlinkSync(`usr/${name}`, path.join(place, name));
    }
    execFileSync('cp', ['-a', ...SYSTEM.map((name) => path.join('/etc', name)), path.join(place, 'etc')]);
    for (const command of this.#all('RUN')) {
      execFileSync('unshare', this.#inside([], ['/bin/sh', '-c', command]), { stdio: 'pipe' });
    }
    for (const [from, to] of this.copies) {
      const target = path.join(place, to);
      mkdirSync(path.dirname(target), { recursive: true });
      execFileSync('cp', ['-a', this.#ceres.file(from), target]);
    }
    return this;
  }

  #inside(options, command, settings = {}) {
    const env = Object.entries({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...this.environment, ...settings });
    return [
      '--mount', 'sh', '-c', MOUNTS, this.#root, 'chroot', ...options, this.#root,
      'env', '-i', ...env.map(([name, value]) => `${name}=${value}`), ...command,
    ];
  }

  #asUser(command, settings) {
    return this.#inside([`--userspec=${this.last('USER')}`], command, settings);
  }

  #entrypoint(args) {
    return [...JSON.parse(this.last('ENTRYPOINT')), ...args];
  }

  /** Starts what a container runs, on this machine only. */
  start() {
    return new Program('unshare', this.#asUser(this.#entrypoint([]), { HOST: '127.0.0.1', PORT: '0' }));
  }

  /** Runs the same with arguments, to its end. */
  run(args) {
    return spawnSync('unshare', this.#asUser(this.#entrypoint(args)), { encoding: 'utf8' });
  }

  /** Asks whether a server is well; status 0 means yes. */
  health(port, settings = {}) {
    const [, command] = / CMD (\[.*\])$/.exec(this.last('HEALTHCHECK'));
    return spawnSync('unshare', this.#asUser(JSON.parse(command), { PORT: String(port), ...settings }), { encoding: 'utf8', timeout: 5_000 });
  }
}
