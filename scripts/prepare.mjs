/**
 * Runs at the end of `npm ci` and `npm install`: builds the command line and the client. Without development dependencies
 * there is nothing to build them with, and an installed package has them already.
 */
import { execSync } from 'node:child_process';
import { createRequire } from 'node:module';

if (isInstalled('esbuild')) {
  execSync('npm run build:cli && npm run build:client', { stdio: 'inherit' });
} else {
  console.error('galley: without development dependencies, the command line and the client are not built.');
}

/** @param {string} name of a package */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
