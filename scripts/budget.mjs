// Weighs what the browser loads, as it goes over the wire, against what it may: node scripts/budget.mjs FOLDER
// A page that loads slowly on a ward computer is not used there.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const BUDGETS = [
  { what: 'script and wasm', extensions: ['.js', '.wasm'], most: 100_000 },
  { what: 'styles', extensions: ['.css'], most: 20_000 },
];

const folder = process.argv[2];
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

console.log(`\n${'in the browser'.padEnd(26)}${'plain'.padStart(10)}${'brotli'.padStart(10)}${'at most'.padStart(10)}`);
for (const { what, extensions, most } of BUDGETS) {
  const names = readdirSync(folder).filter((name) => extensions.includes(path.extname(name)));
  let sum = 0;
  for (const name of names) {
    const brotli = statSync(path.join(folder, `${name}.br`)).size;
    sum += brotli;
    console.log(`  ${name.padEnd(24)}${kilobytes(statSync(path.join(folder, name)).size)}${kilobytes(brotli)}`);
  }
  const isWithin = names.length > 0 && sum <= most;
  console.log(`${what.padEnd(36)}${kilobytes(sum)}${kilobytes(most)}  ${isWithin ? 'kept' : 'NOT KEPT'}`);
  if (!isWithin) process.exitCode = 1;
}
