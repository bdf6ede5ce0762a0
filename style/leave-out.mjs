// Leaves out of the compiled style sheet what no page of ours uses.
//
// nhsuk-frontend's components come whole: with reversed colours for blue
// pages, search icons, and mending for Internet Explorer. Sass cannot take a
// part of a file, so those rules are dropped here, by what their selectors
// name. It saves about a third.

/** A selector that matches is never met on a page of ours. */
const UNUSED = new RegExp(
  [
    '--reverse\\b', // white on blue
    '\\.nhsuk-icon\\b', // only the two arrows of pagination, see KEPT
    '\\.nhsuk-expander',
    '\\.nhsuk-lede-text',
    '\\.nhsuk-caption',
    '\\[class\\^="?nhsuk-caption',
    '\\.nhsuk-body-l\\b',
    '\\.nhsuk-button--(brand|login|icon)',
    '\\.nhsuk-button__content',
    '\\.nhsuk-breadcrumb--reverse',
    '\\.nhsuk-input__wrapper', // the old name
    '\\.nhsuk-error-summary__title', // the old name
    '\\.nhsuk-panel(__title|--interruption)', // the old name; a blue page
    '\\.nhsuk-pagination--numbered',
    '\\.nhsuk-list--(tick|cross)',
    '\\.nhsuk-link-image',
    ':visited', // the same as unvisited, see _settings.scss
    '::-moz-focus-inner',
    '--(xl|l)\\b', // one h1 a page: labels and legends stay smaller
    '\\.nhsuk-main-wrapper--',
    '\\.nhsuk-width-container-fluid',
  ].join('|'),
);
const KEPT = /\.nhsuk-pagination(?!--numbered).*\.nhsuk-icon/;

/** A block that only Internet Explorer or Edge before Chromium would read. */
const OLD = /screen\\0|^@media screen and \(-ms-high-contrast/;

/** What a selector excludes (`:not(.nhsuk-label--l)`) does not count. */
const isUsed = (selector) => KEPT.test(selector) || !UNUSED.test(selector.replace(/:not\([^)]*\)/g, ''));

/**
 * Returns `css` (compressed, as Sass writes it) without unused rules.
 *
 * Walks the blocks by their braces; nothing nhsuk-frontend or we write has a
 * brace inside a string.
 */
export function leaveOut(css) {
  let kept = '';
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open < 0) return kept + css.slice(at);
    const close = closing(css, open);
    let head = css.slice(at, open);
    let body = css.slice(open + 1, close);
    at = close + 1;

    // `@charset "UTF-8";` and the like stand before a head without a block.
    const statements = head.slice(0, head.lastIndexOf(';') + 1);
    head = head.slice(statements.length);
    kept += statements;

    if (/^@(media|supports)/.test(head)) {
      body = OLD.test(head) ? '' : leaveOut(body);
    } else if (!head.startsWith('@')) {
      head = splitSelectors(head).filter(isUsed).join(',');
    }
    if (head && body) kept += `${head}{${body}}`;
  }
  return kept;
}

/** Where the block that opens at `open` closes. */
function closing(css, open) {
  let depth = 0;
  for (let at = open; at < css.length; at += 1) {
    if (css[at] === '{') depth += 1;
    if (css[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('A block of the style sheet does not close.');
}

/** Splits at the commas that are not inside `:is(…)`, `:not(…)`, `:has(…)`. */
function splitSelectors(list) {
  const selectors = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) selectors.push('');
    else selectors[selectors.length - 1] += character;
  }
  return selectors;
}
