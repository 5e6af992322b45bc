// Runs the program named first with the remaining arguments, until it ends or standard input closes.
// The parent holds the other end of that pipe, so a parent that is killed leaves nothing behind: func starts further processes.
'use strict';

const { spawn } = require('child_process');

const windows = process.platform === 'win32';
const patience = 20000;
const [program, ...args] = process.argv.slice(2);

// A group of its own: a Ctrl-C in the terminal is the parent's to pass on, and what is left at the end can be found.
const child = spawn(program, args, { detached: !windows, shell: windows, stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', error => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  endAll('SIGKILL');
  process.exit(signal === null ? code : 1);
});

process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('error', stop);
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, stop);
}

// What does not end by itself is ended.
function stop() {
  child.kill('SIGTERM');
  setTimeout(() => endAll('SIGKILL'), patience).unref();
}

function endAll(signal) {
  try {
    if (windows) {
      child.kill(signal);
    } else {
      process.kill(-child.pid, signal);
    }
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
