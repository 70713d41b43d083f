import { defineConfig } from 'vitest/config';

/** Where a server of Ceres listens, for `npm run dev`. */
const ceres = process.env['CERES'] ?? 'http://localhost:4000';

export default defineConfig({
  // Nothing says where the page is: a proxy may show it under any path.
  base: './',
  build: {
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    // The Content-Security-Policy allows neither inline scripts nor fonts and scripts of data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Who wrote what is bundled, and on which terms.
    license: { fileName: 'licenses.txt' },
  },
  server: {
    proxy: {
      '/page/': ceres,
      '/socket.io/': { target: ceres, ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
