// Writes docs/third-party-notices.txt: what Plumbline is made of besides its own code, and the licences of all of it.
// Whoever hands the binary on has to hand these on as well, so they travel inside it.
//
//   node scripts/notices.mjs           writes the file
//   node scripts/notices.mjs --check   fails when the file is not what it would write
//
// Counts what ends up in the binary or the browser: no tools of building and testing. Needs what `cargo build` has fetched
// and `scripts/set-up styles`.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const top = path.join(import.meta.dirname, '..');
const file = path.join(top, 'docs/third-party-notices.txt');

/** For one platform each, so that the file is the same wherever it is written. */
const TREES = [
  ['-p', 'server', '--target', 'x86_64-unknown-linux-gnu'],
  ['-p', 'app', '--no-default-features', '--features', 'hydrate', '--target', 'wasm32-unknown-unknown'],
];
const OWN = new Set(['app', 'domain', 'report', 'server', 'store']);

const cargo = (...args) => execFileSync('cargo', args, { cwd: top, encoding: 'utf8', maxBuffer: 1 << 28 });

/** The crates that are compiled in, each with its folder. */
function crates() {
  const used = new Set();
  for (const tree of TREES) {
    const lines = cargo('tree', '--locked', '--edges', 'normal', '--prefix', 'none', '--format', '{p}', ...tree).split('\n');
    for (const line of lines) {
      const [name, version] = line.split(' ');
      if (name && !OWN.has(name)) used.add(`${name} ${version.slice(1)}`);
    }
  }
  const { packages } = JSON.parse(cargo('metadata', '--locked', '--format-version', '1'));
  return packages
    .filter(({ name, version }) => used.has(`${name} ${version}`))
    .map(({ name, version, license, manifest_path }) => ({ name, version, licence: license, folder: path.dirname(manifest_path) }));
}

/** What the browser loads from npm, and the typeface that is in pages and in every PDF. */
function packages() {
  return ['nhsuk-frontend', '@fontsource/atkinson-hyperlegible-next'].map((name) => {
    const folder = path.join(top, 'style/node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { name, version, licence: license, folder };
  });
}

/** The texts of its licences, as its authors put them there. */
function texts(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name) && !/\.(rs|html)$/i.test(name))
    .filter((name) => !readdirSync(folder, { withFileTypes: true }).find((it) => it.name === name).isDirectory())
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

const used = [...crates(), ...packages()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
// Many authors carry the same text, each with line breaks of their own.
const carriers = new Map();
for (const { name, version, folder } of used) {
  for (const text of texts(folder)) {
    const words = text.replace(/\s+/g, ' ');
    const found = carriers.get(words) ?? { text, names: [] };
    found.names.push(`${name} ${version}`);
    carriers.set(words, found);
  }
}

const rule = '='.repeat(80);
const written = [
  'Third-party notices\n\nPlumbline is made with the following, each under its own licence. Where a licence offers a choice,',
  'either may be chosen. The texts follow as their authors wrote them, each once. Written by scripts/notices.mjs.\n',
  ...used.map(({ name, version, licence }) => `${name} ${version}: ${licence ?? 'see its text below'}`),
  ...[...carriers.values()].map(({ text, names }) => `\n${rule}\n${names.join(', ')}\n${rule}\n\n${text}`),
  '',
].join('\n');

if (process.argv[2] === '--check') {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== written) {
    console.error('docs/third-party-notices.txt is not up to date: node scripts/notices.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, written);
  console.log(`${used.length} packages, ${carriers.size} texts`);
}
