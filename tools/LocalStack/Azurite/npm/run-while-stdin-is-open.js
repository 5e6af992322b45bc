// Runs the script named first with the remaining arguments, until standard input closes.
// The parent holds the other end of that pipe, so a parent that is killed leaves nothing behind.
'use strict';

const [script] = process.argv.splice(2, 1);
process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('error', stop);
require(require('path').resolve(script));

function stop() {
  // A killed parent doesn't read any more; what is said while closing may get lost.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  // Azurite closes its server and writes what it holds to disk on SIGTERM.
  if (!process.emit('SIGTERM')) {
    process.exit(0);
  }
  setTimeout(() => process.exit(0), 5000).unref();
}
