// Sums up a folder of test results: <project>.json (CTRF report), <project>.exit (exit code), <step>.failure (message).
// Prints the skipped tests by reason, the failed ones with their message and, last, "N passed, N failed[, N skipped]".
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), 'utf8');
const named = (extension) =>
  readdirSync(folder).filter((name) => name.endsWith(extension)).map((name) => basename(name, extension)).sort();

// Microsoft.Testing.Platform: 2 is "a test failed", 8 is "no test was found".
const TEST_FAILED = '2';
const NO_TESTS = '8';

const tests = [];
const failures = named('.failure').map((step) => ({ name: step, message: read(`${step}.failure`).trim() }));

for (const project of named('.exit')) {
  const exit = read(`${project}.exit`).trim();
  const report = existsSync(join(folder, `${project}.json`)) ? JSON.parse(read(`${project}.json`)) : undefined;
  const own = report?.results.tests ?? [];
  tests.push(...own);

  if (exit === NO_TESTS && own.length === 0) {
    console.log(`${project} has no tests.`);
  } else if (report === undefined) {
    failures.push({ name: project, message: `ended with exit code ${exit} and without a report` });
  } else if (exit !== '0' && !(exit === TEST_FAILED && own.some((test) => test.status === 'failed'))) {
    failures.push({ name: project, message: `ended with exit code ${exit}` });
  }
}

const withStatus = (status) => tests.filter((test) => test.status === status);
const passed = withStatus('passed');
const skipped = withStatus('skipped');
failures.push(...tests.filter((test) => test.status !== 'passed' && test.status !== 'skipped'));

if (skipped.length > 0) {
  console.log('\nSkipped:');
  for (const reason of new Set(skipped.map((test) => test.message))) {
    console.log(`  ${reason || 'no reason given'}`);
    for (const test of skipped.filter((test) => test.message === reason)) console.log(`      ${test.name}`);
  }
}

if (failures.length > 0) {
  console.log('\nFailed:');
  for (const { name, message, trace } of failures) {
    console.log(`  ${name}`);
    for (const line of `${message ?? 'no message'}\n${trace ?? ''}`.trimEnd().split('\n')) console.log(`      ${line}`);
  }
}

const counts = [`${passed.length} passed`, `${failures.length} failed`];
if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
console.log(`\n${counts.join(', ')}`);
process.exitCode = failures.length > 0 || passed.length === 0 ? 1 : 0;
