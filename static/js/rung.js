// Every page works without this file. It starts the parts of govuk-frontend that pages use, on the page and on
// whatever htmx brings in later, and opens every clause for the printer.

import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  isSupported,
} from "govuk-frontend";

const PARTS = [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink];

function start(scope) {
  for (const Part of PARTS) {
    const name = Part.moduleName;
    for (const element of scope.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Part(element);
    }
  }
}

// Paper has no summary to press, so every clause is opened for it.
function openEverything() {
  for (const closed of document.querySelectorAll("details:not([open])")) {
    closed.open = true;
    closed.dataset.openForPrint = "";
  }
}

function closeAgain() {
  for (const opened of document.querySelectorAll("[data-open-for-print]")) {
    opened.open = false;
    delete opened.dataset.openForPrint;
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
if (isSupported()) {
  start(document);
  document.body.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
}

window.addEventListener("beforeprint", openEverything);
window.addEventListener("afterprint", closeAgain);
