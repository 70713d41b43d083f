// nginx and HAProxy, set up by the files of ops, in front of two servers.

import { createServer, connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { certificate, folder, freePort, substituted } from './files.js';
import { Program } from './program.js';

const HOST = '127.0.0.1';

/** What each proxy needs: its file with the places filled in, and how it is checked and started. */
export const KINDS = {
  nginx: {
    file: 'nginx.conf',
    pieces: ({ place, http, https, servers, pem }) => [
      ['pid /run/nginx.pid;', `pid ${place}/nginx.pid;`],
      ['error_log /var/log/nginx/error.log warn;', `error_log ${place}/error.log warn;`],
      ['listen 80;', `listen ${HOST}:${http};`],
      ['listen 443 ssl;', `listen ${HOST}:${https} ssl;`],
      ['/etc/ssl/chat.example.org/fullchain.pem', pem.certificatePem],
      ['/etc/ssl/chat.example.org/privkey.pem', pem.keyPem],
      ['server 127.0.0.1:4000;', `server ${HOST}:${servers[0]};`],
      ['# server 127.0.0.1:4002;', `server ${HOST}:${servers[1]};`],
    ],
    check: (place, file) => ['nginx', ['-t', '-p', place, '-e', `${place}/error.log`, '-c', file]],
    start: (place, file) => ['nginx', ['-p', place, '-e', `${place}/error.log`, '-c', file, '-g', 'daemon off;']],
  },
  HAProxy: {
    file: 'haproxy.cfg',
    pieces: ({ place, http, https, servers, pem }) => {
      const both = path.join(place, 'both.pem');
      writeFileSync(both, pem.ca + pem.key);
      return [
        ['bind :80\n', `bind ${HOST}:${http}\n`],
        ['bind :443 ', `bind ${HOST}:${https} `],
        ['/etc/ssl/chat.example.org/haproxy.pem', both],
        ['server ceres1 127.0.0.1:4000', `server ceres1 ${HOST}:${servers[0]}`],
        ['# server ceres2 127.0.0.1:4002', `server ceres2 ${HOST}:${servers[1]}`],
      ];
    },
    check: (_, file) => ['haproxy', ['-c', '-f', file]],
    start: (_, file) => ['haproxy', ['-db', '-f', file]],
  },
};

/** A file of a proxy, filled in; returns what it was filled in with, and its path as `path`. */
export async function prepare(kind, servers) {
  const place = folder();
  const filled = { place, servers, pem: certificate(place), http: await freePort(), https: await freePort() };
  filled.path = path.join(place, kind.file);
  writeFileSync(filled.path, substituted(kind.file, kind.pieces(filled)));
  return filled;
}

/** A proxy that runs. */
export class ProxyServer {
  #program;

  /** Starts one in front of two ports of this machine; returns when it takes connections. */
  static async start(kind, servers) {
    const proxy = new ProxyServer();
    proxy.filled = await prepare(kind, servers);
    proxy.#program = new Program(...kind.start(proxy.filled.place, proxy.filled.path));
    await proxy.#program.open(proxy.filled.https);
    await proxy.#program.open(proxy.filled.http);
    proxy.address = `https://localhost:${proxy.filled.https}`;
    return proxy;
  }

  /** Options for a client that comes from an address of this machine, such as 127.0.0.7. */
  from(address) {
    const { ca } = this.filled.pem;
    return { ca, agent: new Agent({ ca, localAddress: address, family: 4, keepAlive: false }) };
  }

  /** Sends a request by HTTPS; returns {status, headers, body}. */
  request(target, { from = HOST, method = 'GET', headers = {}, body = '' } = {}) {
    const { agent } = this.from(from);
    const url = new URL(target, this.address);
    return answered(httpsRequest(url, { agent, method, headers: { 'content-length': body.length, ...headers } }), body);
  }

  /** Sends a GET without TLS; returns {status, headers, body}. */
  plain(target, headers) {
    return answered(httpRequest({ host: HOST, port: this.filled.http, path: target, headers }), '');
  }

  stop() {
    return this.#program.stop();
  }
}

async function answered(request, body) {
  request.end(body);
  const [response] = await once(request, 'response');
  const chunks = [];
  for await (const chunk of response) {
    chunks.push(chunk);
  }
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

/** A port in front of a server that notes the head of each request that comes by. */
export class Tap {
  #server;

  /** The heads: the lines of each, in lower case. */
  heads = [];

  static async to(port) {
    const tap = new Tap();
    tap.#server = createServer((client) => tap.#accept(client, port));
    tap.#server.listen(0, HOST).unref();
    await once(tap.#server, 'listening');
    tap.port = tap.#server.address().port;
    return tap;
  }

  #accept(client, port) {
    const server = connect(port, HOST);
    client.on('data', (chunk) => {
      const [head, rest] = chunk.toString('latin1').split('\r\n\r\n', 2);
      if (rest !== undefined && / HTTP\/1\.[01]\r\n/.test(head)) {
        this.heads.push(head.toLowerCase().split('\r\n'));
      }
    });
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy()).on('close', () => server.destroy());
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
  }

  /** The headers of a name that requests with a text in their first line had. */
  header(name, text) {
    return this.heads
      .filter(([first]) => first.includes(text.toLowerCase()))
      .map((head) => head.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 2)));
  }

  close() {
    this.#server.close();
  }
}
