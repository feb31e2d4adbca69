#!/usr/bin/env node
/** Starts the command line from dist/. `npm ci` or `npm run build:cli` builds it. */
const NEEDED = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < NEEDED) {
  console.error(`galley needs Node ${NEEDED} or newer; this is ${process.version}.`);
  process.exitCode = 2;
} else {
  import('../dist/galley.mjs').catch((error) => {
    const isMissing = error.code === 'ERR_MODULE_NOT_FOUND';
    console.error(isMissing ? 'galley is not built: `npm run build:cli` builds it.' : error);
    process.exitCode = 2;
  });
}
