// Builds what the browser gets besides HTML and wasm: one style sheet, one
// script, four font files and the icons.
//
//   SITE=../target/site npm run build      (the default folder)
//   npm run watch                          (again after every change)
//
// It fails when a file is over its budget: a page that loads slowly on a ward
// computer is not used there.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import { leaveOut } from './leave-out.mjs';

const here = import.meta.dirname;
const site = path.resolve(here, process.env.SITE ?? '../target/site');

/** The largest each may be, in bytes after brotli. */
const BUDGET = { 'plumbline.css': 20_000, 'behaviour.js': 10_000 };

async function buildStyle() {
  const { css } = sass.compile(path.join(here, 'main.scss'), {
    style: 'compressed',
    loadPaths: [path.join(here, 'node_modules')],
    quietDeps: true,
  });
  await writeFile(path.join(site, 'plumbline.css'), leaveOut(css));
}

async function buildBehaviour() {
  await esbuild.build({
    entryPoints: [path.join(here, 'behaviour.mjs')],
    outfile: path.join(site, 'behaviour.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    banner: { js: '/*! Parts of nhsuk-frontend, MIT Licence, Crown Copyright (NHS England) */' },
    logLevel: 'warning',
  });
}

async function copyFonts() {
  const from = path.join(here, 'node_modules/@fontsource/atkinson-hyperlegible-next');
  const to = path.join(site, 'fonts');
  await mkdir(to, { recursive: true });
  for (const range of ['latin', 'latin-ext']) {
    for (const weight of [400, 700]) {
      const name = `atkinson-hyperlegible-next-${range}-${weight}`;
      await cp(path.join(from, `files/${name}-normal.woff2`), path.join(to, `${name}.woff2`));
    }
  }
  // The Open Font Licence travels with the font.
  await cp(path.join(from, 'LICENSE'), path.join(to, 'LICENCE.txt'));
}

async function copyIcons() {
  await cp(path.join(here, 'icons'), site, { recursive: true });
}

async function weigh() {
  let isWithinBudget = true;
  for (const [name, budget] of Object.entries(BUDGET)) {
    const file = await readFile(path.join(site, name));
    const bytes = brotliCompressSync(file).length;
    console.log(`${name.padEnd(16)}${bytes} bytes (brotli) of ${budget}`);
    isWithinBudget &&= bytes <= budget;
  }
  return isWithinBudget;
}

async function build() {
  await mkdir(site, { recursive: true });
  await Promise.all([buildStyle(), buildBehaviour(), copyFonts(), copyIcons()]);
  return weigh();
}

if (process.argv.includes('--watch')) {
  let waiting;
  const again = () => build().catch((error) => console.error(error.message));
  watch(here, { recursive: true }, (_, file) => {
    // Not what a build writes, should SITE lie in this folder.
    if (!/\.(scss|mjs)$/.test(file ?? '') || file.includes('node_modules')) return;
    clearTimeout(waiting);
    waiting = setTimeout(again, 50);
  });
  await again();
} else if (!(await build())) {
  console.error('Over budget: see BUDGET in style/build.mjs.');
  process.exit(1);
}
