import { setOutput } from "@actions/core";
import { acting } from "../adapters/runner/actions-report.ts";
import { readInputs } from "./inputs.ts";
import { makePages } from "./make-pages.ts";

/** An outage is red: a run that succeeded counts as one whose pages are shown. */
await acting(
  async () => {
    setOutput("made", (await makePages(readInputs(process.env))) ? "yes" : "no");
    return 0;
  },
  { isRepeated: false },
);
