// nhsuk-frontend's own scripts, only those in use, started as it intends.
//
// Every page works without this file. It moves the focus to an error summary
// or a success message, counts characters, shows a password on request, makes
// the skip link move the focus, and stops a second click on a slow button.

import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  SkipLink,
  createAll,
} from 'nhsuk-frontend';

// nhsuk-frontend's template sets this in an inline script, which our content
// security policy forbids. A browser that runs modules is one it supports.
document.body.classList.add('nhsuk-frontend-supported');

for (const component of [SkipLink, ErrorSummary, NotificationBanner, CharacterCount, PasswordInput, Button]) {
  createAll(component);
}
